/** Procedures for handing class sessions to a colleague. */
import { ClassSessionRef } from '#domain/register/class-session';
import { ColleaguesInput, CoverDay, DayOfInput, HandOverDayInput, HandOverInput } from '#domain/register/cover';
import { handOver, takeBack } from '#server/services/class-session/cover';
import { handOverDay, takeBackDay } from '#server/services/class-session/cover-day';
import { listColleagues } from '#server/services/person/colleagues';
import { getDayOf } from '#server/services/register/staff-day';
import { adminProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const coverRouter = router({
  colleagues: staffProcedure.input(ColleaguesInput).query(({ ctx, input }) => listColleagues(ctx, input)),
  dayOf: adminProcedure.input(DayOfInput).query(({ ctx, input }) => getDayOf(ctx, input)),
  handOver: staffProcedure.input(HandOverInput).mutation(({ ctx, input }) => handOver(ctx, input)),
  handOverDay: staffProcedure.input(HandOverDayInput).mutation(({ ctx, input }) => handOverDay(ctx, input)),
  takeBack: staffProcedure.input(ClassSessionRef).mutation(({ ctx, input }) => takeBack(ctx, input)),
  takeBackDay: staffProcedure.input(CoverDay).mutation(({ ctx, input }) => takeBackDay(ctx, input)),
});
