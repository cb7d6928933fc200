/** Procedures for handing a class session to a colleague. */
import { ClassSessionRef } from '#domain/register/class-session';
import { ColleaguesInput, HandOverDayInput, HandOverInput } from '#domain/register/cover';
import { handOver, handOverDay, takeBack } from '#server/services/class-session/cover';
import { listColleagues } from '#server/services/person/colleagues';
import { router, staffProcedure } from '#server/trpc/trpc';

export const coverRouter = router({
  colleagues: staffProcedure.input(ColleaguesInput).query(({ ctx, input }) => listColleagues(ctx, input)),
  handOver: staffProcedure.input(HandOverInput).mutation(({ ctx, input }) => handOver(ctx, input)),
  handOverDay: staffProcedure.input(HandOverDayInput).mutation(({ ctx, input }) => handOverDay(ctx, input)),
  takeBack: staffProcedure.input(ClassSessionRef).mutation(({ ctx, input }) => takeBack(ctx, input)),
});
