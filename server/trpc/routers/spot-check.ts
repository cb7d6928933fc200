/** The door to the spot-check deck. */
import { ClassSessionRef } from '#domain/class-session';
import { SpotCheckInput } from '#domain/spot-check';
import { answerSpotCheck, getSpotCheckFigures } from '#server/services/spot-check';
import { router, staffProcedure } from '../trpc';

export const spotCheckRouter = router({
  answer: staffProcedure.input(SpotCheckInput).mutation(({ ctx, input }) => answerSpotCheck(ctx, input)),
  figures: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => getSpotCheckFigures(ctx, input.classSessionId)),
});
