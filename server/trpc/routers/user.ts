/** People: approvals for administrators, and everybody's own details and sign-ins. */
import { z } from 'zod';
import { ApprovalInput, UserId } from '#domain/user';
import { endAllLoginSessions, endOwnLoginSession, listLoginSessions } from '#server/auth/login-session';
import { ownProfile } from '#server/services/profile';
import { decideApprovals, listPending } from '#server/services/user';
import { actorProcedure, adminProcedure, router } from '../trpc';

export const userRouter = router({
  pending: adminProcedure.input(z.object({ after: UserId.optional() })).query(({ ctx, input }) => listPending(ctx, input)),
  decideApprovals: adminProcedure.input(ApprovalInput).mutation(({ ctx, input }) => decideApprovals(ctx, input)),
  profile: actorProcedure.query(({ ctx }) => ownProfile(ctx)),
  loginSessions: actorProcedure.query(({ ctx }) => listLoginSessions(ctx)),
  endLoginSession: actorProcedure
    .input(z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) }))
    .mutation(({ ctx, input }) => endOwnLoginSession(ctx, input.id)),
  signOutEverywhereElse: actorProcedure.mutation(async ({ ctx }) => ({
    ended: await endAllLoginSessions(ctx, ctx.actor.id, ctx.loginSession.id),
  })),
});
