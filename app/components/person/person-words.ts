/** What views of their list and entries about them are called on screen. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { ROLES_WITHIN } from '#app/components/ui/role-words';
import type { Format } from '#app/words/format';
import type { PeopleView } from '#domain/person/person';
import { ROLES, type Role } from '#domain/person/user';

export const VIEW_WORDS: Record<PeopleView, MessageDescriptor> = {
  current: msg`Everybody`,
  active: msg`Active`,
  pending: msg`Waiting`,
  suspended: msg`Suspended`,
  archived: msg`Archived`,
};

/** "3 people", "1 person". */
export function peopleText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# person', other: '# people' })}`);
}

const AUDIT_WORDS: Record<string, MessageDescriptor> = {
  'user.signed-up': msg`Asked for an account`,
  'user.address-confirmed': msg`Address confirmed`,
  'user.name-approved': msg`Name change approved`,
  'user.name-declined': msg`Name change declined`,
  'user.added': msg`Added`,
  'user.approved': msg`Approved`,
  'user.approval-withdrawn': msg`Approval withdrawn`,
  'user.rejected': msg`Rejected`,
  'user.edited': msg`Details changed`,
  'user.role-changed': msg`Role changed`,
  'user.suspended': msg`Suspended`,
  'user.reactivated': msg`Reactivated`,
  'user.archived': msg`Archived`,
  'user.restored': msg`Restored`,
  'administrator.created': msg`Made the first administrator`,
  'cards.issued': msg`Badge issued`,
};

const FIELD_WORDS: Record<string, MessageDescriptor> = {
  name: msg({ message: 'name', context: 'what was changed of a person' }),
  preferredName: msg({ message: 'preferred name', context: 'what was changed of a person' }),
  email: msg({ message: 'email', context: 'what was changed of a person' }),
  phone: msg({ message: 'phone', context: 'what was changed of a person' }),
};

const fieldText = (i18n: I18n, field: string) => (FIELD_WORDS[field] ? i18n._(FIELD_WORDS[field]) : field);

const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);

/** One entry of the audit log about a person, in words; an action without words of its own is named as it is. */
export function auditText(
  { i18n, list }: Format,
  { action, detail }: { action: string; detail: Record<string, unknown> },
): string {
  const known = AUDIT_WORDS[action];
  const words = known ? i18n._(known) : action.replace(/[.-]/g, ' ');
  const { from, to, changes } = detail;
  if (isRole(from) && isRole(to)) return i18n._(msg`${words} from ${i18n._(ROLES_WITHIN[from])} to ${i18n._(ROLES_WITHIN[to])}`);
  if (!changes || typeof changes !== 'object') return words;
  const fields = list(Object.keys(changes).map((field) => fieldText(i18n, field)));
  return i18n._(msg`${words}: ${fields}`);
}
