/** Procedures for closures, for administrators. */
import { z } from 'zod';
import { ClosureId, ClosureInput, EditClosureInput, HolidayFile, ImportClosuresInput } from '#domain/timetable/closure';
import {
  createClosure,
  deleteClosure,
  editClosure,
  importClosures,
  listClosures,
  previewHolidays,
} from '#server/services/timetable/closure';
import { adminProcedure, router } from '#server/trpc/trpc';

export const closureRouter = router({
  list: adminProcedure.query(({ ctx }) => listClosures(ctx)),
  create: adminProcedure.input(ClosureInput).mutation(({ ctx, input }) => createClosure(ctx, input)),
  edit: adminProcedure.input(EditClosureInput).mutation(({ ctx, input }) => editClosure(ctx, input)),
  delete: adminProcedure
    .input(z.object({ closureId: ClosureId }))
    .mutation(({ ctx, input }) => deleteClosure(ctx, input.closureId)),
  previewIcal: adminProcedure.input(HolidayFile).mutation(({ ctx, input }) => previewHolidays(ctx, input)),
  importIcal: adminProcedure.input(ImportClosuresInput).mutation(({ ctx, input }) => importClosures(ctx, input)),
});
