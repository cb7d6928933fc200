/** What messages about cover say: to the colleague, and to whoever handed the class session over. */
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

/** Title and text of a message about cover. */
export function coverWords(format: Format, message: Covering): Said {
  const { i18n } = format;
  const { classes } = message.facts;
  const count = classes.length;
  const body = listed(format, classes);
  if (message.kind === 'cover-lost') {
    const { name } = message.facts;
    return { title: i18n._(msg`${name} no longer covers a class`), body: i18n._(msg`${body} Hand it to somebody else.`) };
  }
  const { by } = message.facts;
  if (message.kind === 'cover-ended') return { title: i18n._(msg`${by} has taken back a class you were to cover`), body };
  return { title: i18n._(msg`${by} asks you to cover ${plural(count, { one: 'a class', other: '# classes' })}`), body };
}
