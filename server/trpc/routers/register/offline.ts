/** Procedures for what a device prefetches for a day without a network. */
import { getDayPack } from '#server/services/register/day-pack';
import { router, staffProcedure } from '#server/trpc/trpc';

export const offlineRouter = router({
  dayPack: staffProcedure.query(({ ctx }) => getDayPack(ctx)),
});
