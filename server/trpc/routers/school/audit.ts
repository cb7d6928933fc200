/** Procedures for the audit log. */
import { proveHistory } from '#server/services/history/history-anchor';
import { adminProcedure, router } from '#server/trpc/trpc';

export const auditRouter = router({
  verify: adminProcedure.query(({ ctx }) => proveHistory(ctx)),
});
