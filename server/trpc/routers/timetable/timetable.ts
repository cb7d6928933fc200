/** Procedures for a person's own timetable. */
import { TimetableInput } from '#domain/timetable/calendar';
import { getStudentDay, getTimetable } from '#server/services/timetable/timetable';
import { actorProcedure, router, studentProcedure } from '#server/trpc/trpc';

export const timetableRouter = router({
  today: studentProcedure.query(({ ctx }) => getStudentDay(ctx)),
  mine: actorProcedure.input(TimetableInput).query(({ ctx, input }) => getTimetable(ctx, input)),
});
