/** The door to the audit log. */
import { proveHistory } from '#server/services/history-anchor';
import { adminProcedure, router } from '../trpc';

export const auditRouter = router({
  verify: adminProcedure.query(({ ctx }) => proveHistory(ctx)),
});
