/** Letting people in and back in: for administrators. */
import { z } from 'zod';
import { UserId } from '#domain/person/user';
import { accountAccess, makeAccountLink, sendPasswordReset } from '#server/auth/account/account-access';
import { sendInvitations } from '#server/auth/account/invitation';
import { listUndelivered } from '#server/auth/account/outgoing-mail';
import { adminProcedure, router } from '#server/trpc/trpc';

const Person = z.object({ userId: UserId });

export const invitationRouter = router({
  send: adminProcedure
    .input(z.object({ userIds: z.array(UserId).min(1).max(500) }))
    .mutation(({ ctx, input }) => sendInvitations(ctx, input)),
  link: adminProcedure.input(Person).mutation(({ ctx, input }) => makeAccountLink(ctx, input)),
  sendReset: adminProcedure.input(Person).mutation(({ ctx, input }) => sendPasswordReset(ctx, input)),
  access: adminProcedure.input(Person).query(({ ctx, input }) => accountAccess(ctx, input)),
  undelivered: adminProcedure.query(({ ctx }) => listUndelivered(ctx)),
});
