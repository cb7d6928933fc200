/** What views of the list of people are called on screen. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { PeopleView } from '#domain/person/person';

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
