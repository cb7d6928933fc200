/** One change of several people, whichever procedure it is. For the list and for the page of one person. */

import type { BulkAction, BulkResult } from '#app/components/person/bulk';
import type { Api } from '#app/trpc/caller.server';

/** @returns what became of each */
export async function applyBulk(api: Api, action: BulkAction, userIds: number[]): Promise<BulkResult[]> {
  const isDecision = action === 'approve' || action === 'reject';
  const { results } = isDecision
    ? await api.user.decideApprovals({ userIds, decision: action })
    : await api.person[action]({ userIds });
  return results;
}
