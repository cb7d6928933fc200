/** Procedures for leave: students ask, staff decide. */
import { DecideLeaveInput, LeavePage, OwnLeavePage, RequestLeaveInput, WithdrawLeaveInput } from '#domain/correction/leave';
import { decideLeave, withdrawLeave } from '#server/services/correction/leave';
import { listLeaves, listOwnLeaves } from '#server/services/correction/leave-list';
import { requestLeave } from '#server/services/correction/leave-request';
import { actorProcedure, router, staffProcedure, studentProcedure } from '#server/trpc/trpc';

export const leaveRouter = router({
  request: actorProcedure.input(RequestLeaveInput).mutation(({ ctx, input }) => requestLeave(ctx, input)),
  decide: staffProcedure.input(DecideLeaveInput).mutation(({ ctx, input }) => decideLeave(ctx, input)),
  withdraw: actorProcedure.input(WithdrawLeaveInput).mutation(({ ctx, input }) => withdrawLeave(ctx, input.leaveId)),
  mine: studentProcedure.input(OwnLeavePage).query(({ ctx, input }) => listOwnLeaves(ctx, input)),
  list: staffProcedure.input(LeavePage).query(({ ctx, input }) => listLeaves(ctx, input)),
});
