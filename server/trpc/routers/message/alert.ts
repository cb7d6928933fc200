/** Procedures of alerts and their rules, for staff and administrators. */
import { AlertFilter, HandleAlertInput, SectionRef } from '#domain/alert/alert';
import { PreviewInput, SchoolRulesInput, SectionRulesInput } from '#domain/alert/rule-form';
import { handleAlert, listAlerts } from '#server/services/alert/alert-list';
import { previewRules } from '#server/services/alert/alert-preview';
import { changeSchoolRules, changeSectionRules, getSchoolRules, getSectionRules } from '#server/services/alert/alert-rules';
import { adminProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const alertRouter = router({
  list: staffProcedure.input(AlertFilter).query(({ ctx, input }) => listAlerts(ctx, input)),
  handle: staffProcedure.input(HandleAlertInput).mutation(({ ctx, input }) => handleAlert(ctx, input)),
  rules: adminProcedure.query(({ ctx }) => getSchoolRules(ctx)),
  changeRules: adminProcedure.input(SchoolRulesInput).mutation(({ ctx, input }) => changeSchoolRules(ctx, input)),
  sectionRules: adminProcedure.input(SectionRef).query(({ ctx, input }) => getSectionRules(ctx, input)),
  changeSectionRules: adminProcedure.input(SectionRulesInput).mutation(({ ctx, input }) => changeSectionRules(ctx, input)),
  preview: adminProcedure.input(PreviewInput).query(({ ctx, input }) => previewRules(ctx, input)),
});
