/** Subscriptions: what a screen watches while it changes. */

import { ClassSessionRef } from '#domain/register/class-session';
import { OptionalDayInput } from '#domain/timetable/calendar';
import { getOverview, watchOverview } from '#server/services/register/live/overview';
import { watchRegister } from '#server/services/register/live/watch-register';
import { adminProcedure, router, staffProcedure } from '#server/trpc/trpc';
import { watching } from '#server/trpc/watching';

export const liveRouter = router({
  overview: adminProcedure.input(OptionalDayInput).query(({ ctx, input }) => getOverview(ctx, input.day)),
  school: adminProcedure.subscription((call) => watching(call, (signal) => watchOverview(call.ctx, signal))),
  register: staffProcedure
    .input(ClassSessionRef)
    .subscription((call) => watching(call, (signal) => watchRegister(call.ctx, call.input.classSessionId, signal))),
});
