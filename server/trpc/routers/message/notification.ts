/** Procedures for a person's own messages. */
import { MarkReadInput, NotificationPage } from '#domain/message/notification';
import { listOwnNotifications, markRead } from '#server/services/message/notification';
import { actorProcedure, router } from '#server/trpc/trpc';

export const notificationRouter = router({
  mine: actorProcedure.input(NotificationPage).query(({ ctx, input }) => listOwnNotifications(ctx, input)),
  markRead: actorProcedure.input(MarkReadInput).mutation(({ ctx, input }) => markRead(ctx, input)),
});
