/** Procedures of what a person is sent, and by which ways. */
import { ChoicesInput } from '#domain/message/channel';
import { UnsubscribeToken } from '#domain/message/unsubscribing';
import { lookAtUnsubscribing, unsubscribe } from '#server/auth/unsubscribing';
import { getOwnChannels, saveChannels } from '#server/services/message/channel-choice';
import { ownViews } from '#server/services/person/involvement';
import { actorProcedure, publicProcedure, router } from '#server/trpc/trpc';

export const channelRouter = router({
  mine: actorProcedure.query(async ({ ctx }) => getOwnChannels(ctx, await ownViews(ctx))),
  save: actorProcedure.input(ChoicesInput).mutation(async ({ ctx, input }) => saveChannels(ctx, input, await ownViews(ctx))),
  lookAtUnsubscribing: publicProcedure.input(UnsubscribeToken).query(({ ctx, input }) => lookAtUnsubscribing(ctx, input)),
  unsubscribe: publicProcedure.input(UnsubscribeToken).mutation(({ ctx, input }) => unsubscribe(ctx, input)),
});
