/** Procedures for checking in and for settling claims that wait. */
import { CheckInInput, SettleInput, UnsettleInput } from '#domain/check-in/check-in';
import { claimNetwork } from '#server/auth/claim-network';
import { submitCheckIn } from '#server/services/check-in/check-in';
import { settleClaim } from '#server/services/check-in/claim';
import { unsettleClaim } from '#server/services/check-in/claim-undo';
import { router, staffProcedure, studentProcedure } from '#server/trpc/trpc';

export const checkInRouter = router({
  submit: studentProcedure
    .input(CheckInInput)
    .mutation(({ ctx, input }) => submitCheckIn(ctx, input, claimNetwork(ctx, input.classSessionId))),
  settle: staffProcedure.input(SettleInput).mutation(({ ctx, input }) => settleClaim(ctx, input)),
  unsettle: staffProcedure.input(UnsettleInput).mutation(({ ctx, input }) => unsettleClaim(ctx, input)),
});
