/** What is said of an announcement: where it stands, and to whom it went. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import type { Format } from '#app/words/format';
import type { AnnouncementState, AnnouncementView } from '#domain/message/announcement';

export const STATE_WORDS: Record<AnnouncementState, MessageDescriptor> = {
  scheduled: msg`Scheduled`,
  published: msg`Published`,
  expired: msg`Ended`,
  withdrawn: msg`Withdrawn`,
};

/** To whom one went, in a line. Never throws. */
export function audienceText({ i18n, list }: Format, { audience, roles, departments, sections }: AnnouncementView): string {
  if (audience === 'sections') return list(sections);
  if (audience === 'people') return i18n._(msg`Chosen people`);
  const who = roles && list(roles.map((role) => i18n._(ROLE_WORDS[role])));
  if (departments.length === 0) return who ?? i18n._(msg`The whole school`);
  return who ? `${list(departments)}: ${who}` : list(departments);
}
