/** Procedures for a person's own messages. */
import { MarkReadInput, NotificationPage } from '#domain/message/notification';
import { getInboxState, listOwnNotifications, listPinned, markRead, watchInbox } from '#server/services/message/inbox';
import { actorProcedure, router } from '#server/trpc/trpc';
import { watching } from '#server/trpc/watching';

export const notificationRouter = router({
  mine: actorProcedure.input(NotificationPage).query(({ ctx, input }) => listOwnNotifications(ctx, input)),
  pinned: actorProcedure.query(({ ctx }) => listPinned(ctx)),
  state: actorProcedure.query(({ ctx }) => getInboxState(ctx)),
  markRead: actorProcedure.input(MarkReadInput).mutation(({ ctx, input }) => markRead(ctx, input)),
  watch: actorProcedure.subscription((call) => watching(call, (signal) => watchInbox(call.ctx, signal))),
});
