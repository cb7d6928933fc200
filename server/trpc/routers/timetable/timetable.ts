/** Procedures for a person's own timetable. */
import { DayRangeInput } from '#domain/timetable/calendar';
import { getStudentDay, getTimetable } from '#server/services/timetable/timetable';
import { actorProcedure, router, studentProcedure } from '#server/trpc/trpc';

export const timetableRouter = router({
  today: studentProcedure.query(({ ctx }) => getStudentDay(ctx)),
  mine: actorProcedure.input(DayRangeInput).query(({ ctx, input }) => getTimetable(ctx, input)),
});
