/** The door to one's own messages. */
import { MarkReadInput, NotificationPage } from '#domain/notification';
import { listOwnNotifications, markRead } from '#server/services/notification';
import { actorProcedure, router } from '../trpc';

export const notificationRouter = router({
  mine: actorProcedure.input(NotificationPage).query(({ ctx, input }) => listOwnNotifications(ctx, input)),
  markRead: actorProcedure.input(MarkReadInput).mutation(({ ctx, input }) => markRead(ctx, input)),
});
