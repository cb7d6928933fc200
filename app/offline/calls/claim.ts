/** What staff decide about a check-in that waits for them. */
import type { Api, CallOf, CallRecords } from './call';

export type ClaimCalls = {
  'checkIn.settle': CallOf<Api['checkIn']['settle']>;
  'checkIn.unsettle': CallOf<Api['checkIn']['unsettle']>;
};

const ABOUT_CLAIM = { subjectOf: ({ claimId }: { claimId: string }) => `claim:${claimId}`, secrets: [] };

export const CLAIM_CALLS: CallRecords<ClaimCalls> = {
  'checkIn.settle': ABOUT_CLAIM,
  'checkIn.unsettle': ABOUT_CLAIM,
};
