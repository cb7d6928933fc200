/** Procedures for the timetable's slots, for administrators. */
import { z } from 'zod';
import { EditSlotInput, PreviewSlotInput, SlotFilter, SlotId, SlotInput } from '#domain/timetable/slot';
import { createSlot, deleteSlot, editSlot, previewDeleteSlot, previewSlot } from '#server/services/timetable/slot';
import { getSlot, listSlots } from '#server/services/timetable/slot-list';
import { adminProcedure, router } from '#server/trpc/trpc';

const SlotRef = z.object({ slotId: SlotId });

export const slotRouter = router({
  list: adminProcedure.input(SlotFilter).query(({ ctx, input }) => listSlots(ctx, input)),
  get: adminProcedure.input(SlotRef).query(({ ctx, input }) => getSlot(ctx, input.slotId)),
  preview: adminProcedure.input(PreviewSlotInput).query(({ ctx, input }) => previewSlot(ctx, input)),
  previewDelete: adminProcedure.input(SlotRef).query(({ ctx, input }) => previewDeleteSlot(ctx, input.slotId)),
  create: adminProcedure.input(SlotInput).mutation(({ ctx, input }) => createSlot(ctx, input)),
  edit: adminProcedure.input(EditSlotInput).mutation(({ ctx, input }) => editSlot(ctx, input)),
  delete: adminProcedure.input(SlotRef).mutation(({ ctx, input }) => deleteSlot(ctx, input.slotId)),
});
