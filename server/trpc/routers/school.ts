/** The door to the school itself. */
import { getSchoolProfile } from '#server/services/school';
import { publicProcedure, router } from '../trpc';

export const schoolRouter = router({
  profile: publicProcedure.query(({ ctx }) => getSchoolProfile(ctx)),
});
