/** Procedures for the audit log. */
import { AuditFilter, AuditListInput } from '#domain/audit/audit-log';
import { listAudit } from '#server/services/history/audit-list';
import { nameFilter } from '#server/services/history/audit-subject';
import { proveHistory } from '#server/services/history/history-anchor';
import { adminProcedure, router } from '#server/trpc/trpc';

export const auditRouter = router({
  list: adminProcedure.input(AuditListInput).query(({ ctx, input }) => listAudit(ctx, input)),
  names: adminProcedure.input(AuditFilter).query(({ ctx, input }) => nameFilter(ctx, input)),
  verify: adminProcedure.query(({ ctx }) => proveHistory(ctx)),
});
