/** Procedures for corrections of marks: asking, deciding, and what there is to decide. */
import {
  AttachInput,
  AttachmentRef,
  CorrectionPage,
  DecideCorrectionInput,
  DecideCorrectionsInput,
  MarkRef,
  OwnCorrectionPage,
  RequestCorrectionInput,
} from '#domain/correction/correction';
import { attachFile, getAttachment } from '#server/services/correction/attachment';
import { decideCorrection, decideCorrections } from '#server/services/correction/correction-decision';
import { listCorrections, listOwnCorrections } from '#server/services/correction/correction-list';
import { requestCorrection } from '#server/services/correction/correction-request';
import { getMarkInQuestion } from '#server/services/correction/correction-subject';
import { countWaiting } from '#server/services/correction/waiting';
import { actorProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const correctionRouter = router({
  request: actorProcedure.input(RequestCorrectionInput).mutation(({ ctx, input }) => requestCorrection(ctx, input)),
  decide: staffProcedure.input(DecideCorrectionInput).mutation(({ ctx, input }) => decideCorrection(ctx, input)),
  decideMany: staffProcedure.input(DecideCorrectionsInput).mutation(({ ctx, input }) => decideCorrections(ctx, input)),
  list: staffProcedure.input(CorrectionPage).query(({ ctx, input }) => listCorrections(ctx, input)),
  attach: actorProcedure.input(AttachInput).mutation(({ ctx, input }) => attachFile(ctx, input)),
  attachment: actorProcedure.input(AttachmentRef).query(({ ctx, input }) => getAttachment(ctx, input.correctionId)),
  about: actorProcedure.input(MarkRef).query(({ ctx, input }) => getMarkInQuestion(ctx, input)),
  waiting: staffProcedure.query(({ ctx }) => countWaiting(ctx)),
  mine: actorProcedure.input(OwnCorrectionPage).query(({ ctx, input }) => listOwnCorrections(ctx, input)),
});
