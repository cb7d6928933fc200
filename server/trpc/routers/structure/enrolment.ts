/** Procedures for enrolments, for administrators. The previews say what a change would do to registers that were held. */
import {
  AddedEnrolments,
  ChangeEnrolmentInput,
  EnrolmentRef,
  MoveEnrolmentInput,
  NewEnrolmentsInput,
} from '#domain/structure/enrolment';
import { addEnrolments, changeEnrolment, removeEnrolment, undoEnrolments } from '#server/services/structure/enrolment';
import { moveEnrolment } from '#server/services/structure/enrolment-move';
import { previewEnrolment, previewMove, previewNewEnrolments } from '#server/services/structure/enrolment-preview';
import { adminProcedure, router } from '#server/trpc/trpc';

export const enrolmentRouter = router({
  previewAdd: adminProcedure.input(NewEnrolmentsInput).query(({ ctx, input }) => previewNewEnrolments(ctx, input)),
  add: adminProcedure.input(NewEnrolmentsInput).mutation(({ ctx, input }) => addEnrolments(ctx, input)),
  previewChange: adminProcedure.input(ChangeEnrolmentInput).query(({ ctx, input }) => previewEnrolment(ctx, input)),
  change: adminProcedure.input(ChangeEnrolmentInput).mutation(({ ctx, input }) => changeEnrolment(ctx, input)),
  previewMove: adminProcedure.input(MoveEnrolmentInput).query(({ ctx, input }) => previewMove(ctx, input)),
  move: adminProcedure.input(MoveEnrolmentInput).mutation(({ ctx, input }) => moveEnrolment(ctx, input)),
  remove: adminProcedure.input(EnrolmentRef).mutation(({ ctx, input }) => removeEnrolment(ctx, input.enrolmentId)),
  undoAdd: adminProcedure.input(AddedEnrolments).mutation(({ ctx, input }) => undoEnrolments(ctx, input)),
});
