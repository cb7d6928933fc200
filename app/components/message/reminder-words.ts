/** What reminders say: before a class, in it, after it, and what staff remind chosen students of. */

import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { Notification } from '#domain/message/notification';
import type { ReminderTemplate } from '#domain/message/reminder';
import type { Said } from '#domain/message/said';

const KINDS = ['class-reminder', 'class-soon', 'class-note', 'register-not-taken', 'registers-not-taken'] as const;
type Reminding = Extract<Notification, { kind: (typeof KINDS)[number] }>;

/** Whether a message is one of these. */
export const isReminding = (message: Notification): message is Reminding => KINDS.some((kind) => kind === message.kind);

/** What each is called where one is chosen. */
export const TEMPLATE_WORDS: Record<ReminderTemplate, { label: MessageDescriptor; hint: MessageDescriptor }> = {
  'come-to-class': { label: msg`Come to class`, hint: msg`Says when the next class is.` },
  'catch-up': { label: msg`Catch up`, hint: msg`Asks them to catch up on what they missed.` },
  'see-me': { label: msg`Come and see me`, hint: msg`Asks them to come and talk to you.` },
};

type Meeting = { day: string; startTime: string; endTime: string; room: string | null };

/** When a class is, and where as far as that is known. */
export const whenText = ({ meeting }: Format, one: Meeting) => (one.room ? `${meeting(one)}, ${one.room}` : meeting(one));

type Note = Extract<Notification, { kind: 'class-note' }>['facts'];

function noteWords(format: Format, { template, by, meeting, ...facts }: Note): Said {
  const { i18n } = format;
  const name = `${facts.courseTitle} ${facts.sectionCode}`;
  switch (template) {
    case 'come-to-class': {
      const when = meeting && whenText(format, meeting);
      const body = when ? msg`${by} reminds you: the next class is on ${when}.` : msg`${by} reminds you of this class.`;
      return { title: i18n._(msg`Come to ${name}`), body: i18n._(body) };
    }
    case 'catch-up':
      return { title: i18n._(msg`Catch up on ${name}`), body: i18n._(msg`${by} asks you to catch up on what you missed.`) };
    case 'see-me':
      return { title: i18n._(msg`A talk about ${name}`), body: i18n._(msg`${by} asks you to come and talk about this class.`) };
  }
}

/** Title and text of a reminder. */
export function reminderWords(format: Format, message: Reminding): Said {
  const { i18n } = format;
  if (message.kind === 'registers-not-taken') {
    const { count } = message.facts;
    const day = format.day(message.facts.day, 'long');
    const title = msg`${plural(count, { one: '# register was not taken', other: '# registers were not taken' })}`;
    return { title: i18n._(title), body: i18n._(msg`When the classes of ${day} were over.`) };
  }
  if (message.kind === 'class-note') {
    const { title, body } = noteWords(format, message.facts);
    const { note } = message.facts;
    return { title, body: note ? `${body} ${note}` : body };
  }
  const { courseTitle, sectionCode, meeting } = message.facts;
  const [name, when] = [`${courseTitle} ${sectionCode}`, whenText(format, meeting)];
  switch (message.kind) {
    case 'class-reminder': {
      const body = i18n._(msg`The class on ${when} has begun, and you are not marked yet. Check in, or ask your teacher.`);
      return { title: i18n._(msg`${name} has begun`), body };
    }
    case 'class-soon':
      return { title: i18n._(msg`${name} is about to begin`), body: `${when}.` };
    case 'register-not-taken': {
      const body = i18n._(
        msg`Nobody opened or marked the register of the class on ${when}. It counts nowhere until it is taken.`,
      );
      return { title: i18n._(msg`The register of ${name} was not taken`), body };
    }
  }
}
