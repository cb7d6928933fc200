/** Procedures of what leaves the building, for administrators. */
import { ResendInput } from '#domain/message/delivery-view';
import { makeWebhookSecret } from '#server/auth/webhook-secret';
import { getDeliveries, resendDeliveries } from '#server/services/message/delivery-list';
import { adminProcedure, router } from '#server/trpc/trpc';

export const deliveryRouter = router({
  overview: adminProcedure.query(({ ctx }) => getDeliveries(ctx)),
  resend: adminProcedure.input(ResendInput).mutation(({ ctx, input }) => resendDeliveries(ctx, input)),
  makeWebhookSecret: adminProcedure.mutation(({ ctx }) => makeWebhookSecret(ctx)),
});
