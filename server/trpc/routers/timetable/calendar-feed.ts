/** Procedures for calendar feeds: a person's own secret address, and what is read at it by anyone who knows it. */
import { z } from 'zod';
import { createFeed, feedState, readFeed, revokeFeed } from '#server/services/timetable/calendar-feed';
import { actorProcedure, publicProcedure, router } from '#server/trpc/trpc';

export const calendarFeedRouter = router({
  state: actorProcedure.query(({ ctx }) => feedState(ctx)),
  create: actorProcedure.mutation(({ ctx }) => createFeed(ctx)),
  revoke: actorProcedure.mutation(({ ctx }) => revokeFeed(ctx)),
  read: publicProcedure.input(z.object({ token: z.string().max(100) })).query(({ ctx, input }) => readFeed(ctx, input.token)),
});
