/** Procedures for the school itself. */
import { FindInput } from '#domain/school/find';
import { RuleInput, SettingsInput } from '#domain/school/settings';
import { find } from '#server/services/person/find';
import { getFirstSteps } from '#server/services/school/first-steps';
import { getSchoolProfile } from '#server/services/school/school';
import { changeSettings, getSettings, simulateRule } from '#server/services/school/settings';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { adminProcedure, publicProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const schoolRouter = router({
  profile: publicProcedure.query(({ ctx }) => getSchoolProfile(ctx)),
  find: staffProcedure.input(FindInput).query(({ ctx, input }) => find(ctx, input)),
  firstSteps: adminProcedure.query(({ ctx }) => getFirstSteps(ctx)),
  settings: adminProcedure.query(({ ctx }) => getSettings(ctx)),
  changeSettings: adminProcedure.input(SettingsInput).mutation(async ({ ctx, input }) => {
    const { changes } = await changeSettings(ctx, input);
    // Classes of the timetable keep their time of day in another zone, and their A and B weeks are counted in the school's weeks.
    if ('firstWeekday' in changes || 'zone' in changes) await materialiseTimetable(ctx);
    return { changes };
  }),
  simulateRule: adminProcedure.input(RuleInput).query(({ ctx, input }) => simulateRule(ctx, input)),
});
