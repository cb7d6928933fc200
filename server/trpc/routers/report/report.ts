/** Procedures for figures: administrators see all, staff their sections. */

import { ExportInput } from '#domain/report/report-file';
import {
  AbsenteesInput,
  AbsentTodayInput,
  BreakdownInput,
  HealthInput,
  OverviewInput,
  ReportRange,
  SectionReportInput,
  SessionsInput,
} from '#domain/report/report-filter';
import { RenameViewInput, SaveViewInput, ViewRef } from '#domain/report/saved-view';
import { listChronic, listFalling, listFrequentAbsentees } from '#server/services/report/absentees';
import { listAbsentToday, listNotTaken } from '#server/services/report/day-report';
import { exportMarks } from '#server/services/report/export';
import { getHealth } from '#server/services/report/health';
import { getBreakdown, getReportOverview, getTrend } from '#server/services/report/overview';
import { listViews, removeView, renameView, saveView } from '#server/services/report/saved-views';
import { getSectionReport } from '#server/services/report/section-report';
import { listByReason, listSessions } from '#server/services/report/sessions';
import { adminProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const reportRouter = router({
  overview: staffProcedure.input(OverviewInput).query(({ ctx, input }) => getReportOverview(ctx, input)),
  trend: staffProcedure.input(OverviewInput).query(({ ctx, input }) => getTrend(ctx, input)),
  breakdown: staffProcedure.input(BreakdownInput).query(({ ctx, input }) => getBreakdown(ctx, input)),
  byReason: staffProcedure.input(ReportRange).query(({ ctx, input }) => listByReason(ctx, input)),
  sessions: staffProcedure.input(SessionsInput).query(({ ctx, input }) => listSessions(ctx, input)),
  section: staffProcedure.input(SectionReportInput).query(({ ctx, input }) => getSectionReport(ctx, input)),
  frequentAbsentees: staffProcedure.input(AbsenteesInput).query(({ ctx, input }) => listFrequentAbsentees(ctx, input)),
  chronic: staffProcedure.input(AbsenteesInput).query(({ ctx, input }) => listChronic(ctx, input)),
  falling: staffProcedure.input(AbsenteesInput).query(({ ctx, input }) => listFalling(ctx, input)),
  absentToday: staffProcedure.input(AbsentTodayInput).query(({ ctx, input }) => listAbsentToday(ctx, input)),
  notTaken: staffProcedure.input(ReportRange).query(({ ctx, input }) => listNotTaken(ctx, input)),
  marks: staffProcedure.input(ExportInput).query(({ ctx, input }) => exportMarks(ctx, input)),
  health: staffProcedure.input(HealthInput).query(({ ctx, input }) => getHealth(ctx, input)),
  views: adminProcedure.query(({ ctx }) => listViews(ctx)),
  saveView: adminProcedure.input(SaveViewInput).mutation(({ ctx, input }) => saveView(ctx, input)),
  renameView: adminProcedure.input(RenameViewInput).mutation(({ ctx, input }) => renameView(ctx, input)),
  removeView: adminProcedure.input(ViewRef).mutation(({ ctx, input }) => removeView(ctx, input)),
});
