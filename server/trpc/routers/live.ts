/** Subscriptions: what a screen watches while it changes. */

import { OptionalDayInput } from '#domain/calendar';
import { ClassSessionRef } from '#domain/class-session';
import { getOverview, watchOverview } from '#server/services/live';
import { watchRegister } from '#server/services/register';
import { adminProcedure, router, staffProcedure } from '../trpc';

export const liveRouter = router({
  overview: adminProcedure.input(OptionalDayInput).query(({ ctx, input }) => getOverview(ctx, input.day)),
  school: adminProcedure.subscription(({ ctx, signal }) => watchOverview(ctx, signal)),
  register: staffProcedure
    .input(ClassSessionRef)
    .subscription(({ ctx, input, signal }) => watchRegister(ctx, input.classSessionId, signal)),
});
