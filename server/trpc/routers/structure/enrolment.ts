/** Procedures for enrolments, for administrators. The previews say what a change would do to registers that were held. */
import { ChangeEnrolmentInput, EnrolmentRef, MoveEnrolmentInput, NewEnrolmentInput } from '#domain/structure/enrolment';
import { addEnrolment, changeEnrolment, removeEnrolment } from '#server/services/structure/enrolment';
import { moveEnrolment } from '#server/services/structure/enrolment-move';
import { previewEnrolment, previewMove, previewNewEnrolment } from '#server/services/structure/enrolment-preview';
import { adminProcedure, router } from '#server/trpc/trpc';

export const enrolmentRouter = router({
  previewAdd: adminProcedure.input(NewEnrolmentInput).query(({ ctx, input }) => previewNewEnrolment(ctx, input)),
  add: adminProcedure.input(NewEnrolmentInput).mutation(({ ctx, input }) => addEnrolment(ctx, input)),
  previewChange: adminProcedure.input(ChangeEnrolmentInput).query(({ ctx, input }) => previewEnrolment(ctx, input)),
  change: adminProcedure.input(ChangeEnrolmentInput).mutation(({ ctx, input }) => changeEnrolment(ctx, input)),
  previewMove: adminProcedure.input(MoveEnrolmentInput).query(({ ctx, input }) => previewMove(ctx, input)),
  move: adminProcedure.input(MoveEnrolmentInput).mutation(({ ctx, input }) => moveEnrolment(ctx, input)),
  remove: adminProcedure.input(EnrolmentRef).mutation(({ ctx, input }) => removeEnrolment(ctx, input.enrolmentId)),
});
