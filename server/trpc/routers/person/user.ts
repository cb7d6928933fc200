/** People: approvals for administrators, and everybody's own details and sign-ins. */
import { z } from 'zod';
import { SignOutElsewhereInput } from '#domain/person/identity-check';
import { DecideNameInput } from '#domain/person/profile';
import { ApprovalInput, UserId } from '#domain/person/user';
import { endOwnLoginSession, listLoginSessions } from '#server/auth/login-session';
import { signOutElsewhere } from '#server/auth/passkey/passkey';
import { decideApprovals, listPending } from '#server/services/person/approval';
import { decideName, listNameRequests } from '#server/services/person/name-request';
import { ownProfile } from '#server/services/person/profile';
import { actorProcedure, adminProcedure, router } from '#server/trpc/trpc';

export const userRouter = router({
  pending: adminProcedure.input(z.object({ after: UserId.optional() })).query(({ ctx, input }) => listPending(ctx, input)),
  decideApprovals: adminProcedure.input(ApprovalInput).mutation(({ ctx, input }) => decideApprovals(ctx, input)),
  nameRequests: adminProcedure.query(({ ctx }) => listNameRequests(ctx)),
  decideName: adminProcedure.input(DecideNameInput).mutation(({ ctx, input }) => decideName(ctx, input)),
  profile: actorProcedure.query(({ ctx }) => ownProfile(ctx)),
  loginSessions: actorProcedure.query(({ ctx }) => listLoginSessions(ctx)),
  endLoginSession: actorProcedure
    .input(z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }))
    .mutation(({ ctx, input }) => endOwnLoginSession(ctx, input.id)),
  signOutEverywhereElse: actorProcedure.input(SignOutElsewhereInput).mutation(({ ctx, input }) => signOutElsewhere(ctx, input)),
});
