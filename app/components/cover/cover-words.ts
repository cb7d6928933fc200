/** What messages about cover say: to the colleague, and to whoever handed the class session over. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { Notification } from '#domain/message/notification';
import type { Said } from '#domain/message/said';

const KINDS = ['cover-given', 'cover-ended', 'cover-lost'] as const;
type Covering = Extract<Notification, { kind: (typeof KINDS)[number] }>;

/** Whether a message is one of these. */
export const isCovering = (message: Notification): message is Covering => KINDS.some((kind) => kind === message.kind);

type Classes = Covering['facts']['classes'];

/** Each class with its time and room, one after the other. */
function listed({ meeting }: Format, classes: Classes): string {
  const lines = classes.map(({ courseTitle, sectionCode, meeting: one }) =>
    [`${courseTitle} ${sectionCode}`, meeting(one), one.room].filter(Boolean).join(', '),
  );
  return `${lines.join('; ')}.`;
}

/** What became of class sessions, for the colleague or for whose classes they are. */
function aboutCover(i18n: I18n, { kind, facts: { by, to, classes } }: Exclude<Covering, { kind: 'cover-lost' }>): string {
  if (kind === 'cover-ended')
    return to
      ? i18n._(msg`${by} has taken back what ${to} was to cover`)
      : i18n._(msg`${by} has taken back a class you were to cover`);
  const count = classes.length;
  return to
    ? i18n._(msg`${by} has asked ${to} to cover ${plural(count, { one: 'a class', other: '# classes' })}`)
    : i18n._(msg`${by} asks you to cover ${plural(count, { one: 'a class', other: '# classes' })}`);
}

/** Title and text of a message about cover. */
export function coverWords(format: Format, message: Covering): Said {
  const { i18n } = format;
  const body = listed(format, message.facts.classes);
  if (message.kind === 'cover-lost') {
    const { name } = message.facts;
    return { title: i18n._(msg`${name} no longer covers a class`), body: i18n._(msg`${body} Hand it to somebody else.`) };
  }
  return { title: aboutCover(i18n, message), body };
}
