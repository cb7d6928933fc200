/** The door to what devices take along for a day without a network. */
import { getDayPack } from '#server/services/day-pack';
import { router, staffProcedure } from '../trpc';

export const offlineRouter = router({
  dayPack: staffProcedure.query(({ ctx }) => getDayPack(ctx)),
});
