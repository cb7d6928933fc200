/** Procedures for the spot-check deck. */

import { SpotCheckInput } from '#domain/check-in/spot-check';
import { ClassSessionRef } from '#domain/register/class-session';
import { answerSpotCheck, getSpotCheckFigures } from '#server/services/register/spot-check';
import { router, staffProcedure } from '#server/trpc/trpc';

export const spotCheckRouter = router({
  answer: staffProcedure.input(SpotCheckInput).mutation(({ ctx, input }) => answerSpotCheck(ctx, input)),
  figures: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => getSpotCheckFigures(ctx, input.classSessionId)),
});
