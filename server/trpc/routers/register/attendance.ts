/** Procedures for setting marks, and for a student's own. */

import { ScanBadgeInput, UndoScanInput } from '#domain/check-in/badge';
import { MarkInput, MarkManyInput, MarkRef, UndoMarksInput } from '#domain/register/attendance';
import { ClassSessionRef } from '#domain/register/class-session';
import { CountedInput } from '#domain/report/counted';
import { LogInput, MonthInput } from '#domain/timetable/calendar';
import { getStudentSheet } from '#server/services/person/student-sheet';
import { getAmendments } from '#server/services/register/amendment';
import { markAttendance, markManyAttendance } from '#server/services/register/attendance';
import { exportOwnAttendance } from '#server/services/register/attendance-export';
import { getAttendanceLog, getMarkHistory } from '#server/services/register/attendance-log';
import { undoMarks } from '#server/services/register/attendance-undo';
import { scanBadge, undoScan } from '#server/services/register/badge';
import { listCounted } from '#server/services/report/counted-sessions';
import { getOutlook } from '#server/services/timetable/outlook';
import { getAttendanceMonth } from '#server/services/timetable/timetable';
import { router, staffProcedure, studentProcedure } from '#server/trpc/trpc';

export const attendanceRouter = router({
  mark: staffProcedure.input(MarkInput).mutation(({ ctx, input }) => markAttendance(ctx, input)),
  markMany: staffProcedure.input(MarkManyInput).mutation(({ ctx, input }) => markManyAttendance(ctx, input)),
  undo: staffProcedure.input(UndoMarksInput).mutation(({ ctx, input }) => undoMarks(ctx, input)),
  history: staffProcedure.input(MarkRef).query(({ ctx, input }) => getMarkHistory(ctx, input)),
  sheet: staffProcedure.input(MarkRef).query(({ ctx, input }) => getStudentSheet(ctx, input)),
  amendments: staffProcedure.input(ClassSessionRef).query(({ ctx, input }) => getAmendments(ctx, input)),
  scanBadge: staffProcedure.input(ScanBadgeInput).mutation(({ ctx, input }) => scanBadge(ctx, input)),
  undoScan: staffProcedure.input(UndoScanInput).mutation(({ ctx, input }) => undoScan(ctx, input)),
  mine: studentProcedure.input(MonthInput).query(({ ctx, input }) => getAttendanceMonth(ctx, input.month)),
  outlook: studentProcedure.query(({ ctx }) => getOutlook(ctx)),
  sessions: studentProcedure.input(CountedInput).query(({ ctx, input }) => listCounted(ctx, ctx.actor.id, input)),
  export: studentProcedure.query(({ ctx }) => exportOwnAttendance(ctx)),
  log: studentProcedure
    .input(LogInput)
    .query(({ ctx, input }) => getAttendanceLog(ctx, { studentId: ctx.actor.id, before: input.before })),
});
