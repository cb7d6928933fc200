/** What views of their list and entries about them are called on screen. */
import type { PeopleView } from '#domain/person/person';

export const VIEW_WORDS: Record<PeopleView, string> = {
  current: 'Everybody',
  active: 'Active',
  pending: 'Waiting',
  suspended: 'Suspended',
  archived: 'Archived',
};

/** "3 people", "1 person". */
export function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${count.toLocaleString('en-GB')} people`;
}

const AUDIT_WORDS: Record<string, string> = {
  'user.signed-up': 'Asked for an account',
  'user.address-confirmed': 'Address confirmed',
  'user.name-approved': 'Name change approved',
  'user.name-declined': 'Name change declined',
  'user.added': 'Added',
  'user.approved': 'Approved',
  'user.approval-withdrawn': 'Approval withdrawn',
  'user.rejected': 'Rejected',
  'user.edited': 'Details changed',
  'user.role-changed': 'Role changed',
  'user.suspended': 'Suspended',
  'user.reactivated': 'Reactivated',
  'user.archived': 'Archived',
  'user.restored': 'Restored',
  'administrator.created': 'Made the first administrator',
  'cards.issued': 'Badge issued',
};

/** One entry of the audit log about a person, in words; an action without words of its own is named as it is. */
export function auditText({ action, detail }: { action: string; detail: Record<string, unknown> }): string {
  const words = AUDIT_WORDS[action] ?? action.replace(/[.-]/g, ' ');
  if (action === 'user.role-changed') return `${words} from ${detail.from} to ${detail.to}`;
  const { changes } = detail;
  return changes && typeof changes === 'object' ? `${words}: ${Object.keys(changes).join(', ')}` : words;
}
