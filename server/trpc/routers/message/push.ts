/** Procedures of this browser's pushes. */
import { OwnPushInput, PushSubscriptionInput } from '#domain/message/push';
import { getOwnPush, subscribePush, unsubscribePush } from '#server/services/message/push-subscription';
import { actorProcedure, router } from '#server/trpc/trpc';

export const pushRouter = router({
  mine: actorProcedure.input(OwnPushInput).query(({ ctx, input }) => getOwnPush(ctx, input)),
  subscribe: actorProcedure.input(PushSubscriptionInput).mutation(({ ctx, input }) => subscribePush(ctx, input)),
  unsubscribe: actorProcedure.mutation(({ ctx }) => unsubscribePush(ctx)),
});
