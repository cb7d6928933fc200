/** Procedures for printed badges. */
import { IssueCardsInput, SectionRef } from '#domain/check-in/badge';
import { getSectionCards, issueCards } from '#server/services/register/badge-card';
import { adminProcedure, router, staffProcedure } from '#server/trpc/trpc';

export const badgeRouter = router({
  cards: staffProcedure.input(SectionRef).query(({ ctx, input }) => getSectionCards(ctx, input.sectionId)),
  issueCards: adminProcedure.input(IssueCardsInput).mutation(({ ctx, input }) => issueCards(ctx, input)),
});
