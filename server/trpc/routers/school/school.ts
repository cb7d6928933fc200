/** Procedures for the school itself. */
import { FindInput } from '#domain/school/find';
import { RuleInput, SettingsInput } from '#domain/school/settings';
import { find } from '#server/services/person/find';
import { getFirstSteps } from '#server/services/school/first-steps';
import { getSchoolProfile } from '#server/services/school/school';
import { changeSettings, getSettings, simulateRule } from '#server/services/school/settings';
import { adminProcedure, publicProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const schoolRouter = router({
  profile: publicProcedure.query(({ ctx }) => getSchoolProfile(ctx)),
  find: staffProcedure.input(FindInput).query(({ ctx, input }) => find(ctx, input)),
  firstSteps: adminProcedure.query(({ ctx }) => getFirstSteps(ctx)),
  settings: adminProcedure.query(({ ctx }) => getSettings(ctx)),
  changeSettings: adminProcedure.input(SettingsInput).mutation(({ ctx, input }) => changeSettings(ctx, input)),
  simulateRule: adminProcedure.input(RuleInput).query(({ ctx, input }) => simulateRule(ctx, input)),
});
