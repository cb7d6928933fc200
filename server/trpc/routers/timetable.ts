/** The door to own timetables. */
import { DayRangeInput } from '#domain/calendar';
import { getStudentDay, getTimetable } from '#server/services/timetable';
import { actorProcedure, router, studentProcedure } from '../trpc';

export const timetableRouter = router({
  today: studentProcedure.query(({ ctx }) => getStudentDay(ctx)),
  mine: actorProcedure.input(DayRangeInput).query(({ ctx, input }) => getTimetable(ctx, input)),
});
