/** Procedures for terms, for administrators. */
import { z } from 'zod';
import { EditTermInput, TermId, TermInput } from '#domain/timetable/term';
import { archiveTerm, createTerm, editTerm, listTerms, restoreTerm } from '#server/services/timetable/term';
import { adminProcedure, router } from '#server/trpc/trpc';

const TermRef = z.object({ termId: TermId });

export const termRouter = router({
  list: adminProcedure.query(({ ctx }) => listTerms(ctx)),
  create: adminProcedure.input(TermInput).mutation(({ ctx, input }) => createTerm(ctx, input)),
  edit: adminProcedure.input(EditTermInput).mutation(({ ctx, input }) => editTerm(ctx, input)),
  archive: adminProcedure.input(TermRef).mutation(({ ctx, input }) => archiveTerm(ctx, input.termId)),
  restore: adminProcedure.input(TermRef).mutation(({ ctx, input }) => restoreTerm(ctx, input.termId)),
});
