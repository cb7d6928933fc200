/** Subscriptions: what a screen watches while it changes. */

import { OptionalDayInput } from '#domain/calendar';
import { ClassSessionRef } from '#domain/class-session';
import { getOverview, watchOverview } from '#server/services/live';
import { watchRegister } from '#server/services/register';
import { adminProcedure, router, staffProcedure } from '../trpc';
import { watching } from '../watching';

export const liveRouter = router({
  overview: adminProcedure.input(OptionalDayInput).query(({ ctx, input }) => getOverview(ctx, input.day)),
  school: adminProcedure.subscription((call) => watching(call, (signal) => watchOverview(call.ctx, signal))),
  register: staffProcedure
    .input(ClassSessionRef)
    .subscription((call) => watching(call, (signal) => watchRegister(call.ctx, call.input.classSessionId, signal))),
});
