/** What staff decide about a check-in that waits for them. */
import type { Api, CallOf, CallRecords } from './call';

export type ClaimCalls = { 'checkIn.settle': CallOf<Api['checkIn']['settle']> };

export const CLAIM_CALLS: CallRecords<ClaimCalls> = {
  'checkIn.settle': { subjectOf: ({ claimId }) => `claim:${claimId}`, secrets: [] },
};
