/** The door to printed badges. */
import { IssueCardsInput, SectionRef } from '#domain/badge';
import { getSectionCards, issueCards } from '#server/services/badge-card';
import { adminProcedure, router, staffProcedure } from '../trpc';

export const badgeRouter = router({
  cards: staffProcedure.input(SectionRef).query(({ ctx, input }) => getSectionCards(ctx, input.sectionId)),
  issueCards: adminProcedure.input(IssueCardsInput).mutation(({ ctx, input }) => issueCards(ctx, input)),
});
