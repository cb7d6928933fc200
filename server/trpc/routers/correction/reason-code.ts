/** Procedures for the school's list of reasons: everybody reads it, administrators keep it. */
import {
  ArchiveReasonCodeInput,
  EditReasonCodeInput,
  ReasonCodeInput,
  ReorderReasonCodesInput,
} from '#domain/correction/reason-code';
import { AddPresetInput } from '#domain/correction/reason-code-preset';
import {
  addPreset,
  archiveReasonCode,
  createReasonCode,
  editReasonCode,
  listReasonCodes,
  reorderReasonCodes,
} from '#server/services/school/reason-code';
import { actorProcedure, adminProcedure, router } from '#server/trpc/trpc';

export const reasonCodeRouter = router({
  list: actorProcedure.query(({ ctx }) => listReasonCodes(ctx)),
  create: adminProcedure.input(ReasonCodeInput).mutation(({ ctx, input }) => createReasonCode(ctx, input)),
  addPreset: adminProcedure.input(AddPresetInput).mutation(({ ctx, input }) => addPreset(ctx, input)),
  update: adminProcedure.input(EditReasonCodeInput).mutation(({ ctx, input }) => editReasonCode(ctx, input)),
  archive: adminProcedure.input(ArchiveReasonCodeInput).mutation(({ ctx, input }) => archiveReasonCode(ctx, input)),
  reorder: adminProcedure.input(ReorderReasonCodesInput).mutation(({ ctx, input }) => reorderReasonCodes(ctx, input)),
});
