/** The door to the audit log. */
import { verifyEvents } from '#server/services/event-chain';
import { adminProcedure, router } from '../trpc';

export const auditRouter = router({
  verify: adminProcedure.query(({ ctx }) => verifyEvents(ctx)),
});
