/** Procedures for the audit log. */
import { AuditListInput } from '#domain/audit/audit-log';
import { listAudit } from '#server/services/history/audit-list';
import { proveHistory } from '#server/services/history/history-anchor';
import { adminProcedure, router } from '#server/trpc/trpc';

export const auditRouter = router({
  list: adminProcedure.input(AuditListInput).query(({ ctx, input }) => listAudit(ctx, input)),
  verify: adminProcedure.query(({ ctx }) => proveHistory(ctx)),
});
