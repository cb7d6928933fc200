/** Procedures for the school itself. */
import { RuleInput, SettingsInput } from '#domain/school/settings';
import { getSchoolProfile } from '#server/services/school/school';
import { changeSettings, getSettings, simulateRule } from '#server/services/school/settings';
import { adminProcedure, publicProcedure, router } from '#server/trpc/trpc';

export const schoolRouter = router({
  profile: publicProcedure.query(({ ctx }) => getSchoolProfile(ctx)),
  settings: adminProcedure.query(({ ctx }) => getSettings(ctx)),
  changeSettings: adminProcedure.input(SettingsInput).mutation(({ ctx, input }) => changeSettings(ctx, input)),
  simulateRule: adminProcedure.input(RuleInput).query(({ ctx, input }) => simulateRule(ctx, input)),
});
