/** The door to printed badges. */
import { IssueCardsInput } from '#domain/badge';
import { issueCards } from '#server/services/badge';
import { adminProcedure, router } from '../trpc';

export const badgeRouter = router({
  issueCards: adminProcedure.input(IssueCardsInput).mutation(({ ctx, input }) => issueCards(ctx, input)),
});
