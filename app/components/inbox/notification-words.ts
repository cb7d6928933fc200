/** What the messages of an inbox say. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { meetingText } from '#app/components/ui/time/calendar-text';
import type { Notification } from '#domain/school/notification';

export type Said = { title: string; body: string };

const nameOf = (facts: { courseTitle: string; sectionCode: string }) => `${facts.courseTitle} ${facts.sectionCode}`;
const withPlace = (meeting: string, room: string | null) => (room ? `${meeting}, ${room}` : meeting);
const withNote = (text: string, note: string | null) => (note ? `${text} ${note}` : text);

type Moved = Extract<Notification, { kind: 'class-moved' }>['facts'];

function movedText(i18n: I18n, { from, to }: Moved, locale: string): string {
  const isSameTime = from.day === to.day && from.startTime === to.startTime && from.endTime === to.endTime;
  const [before, after] = [meetingText(from, locale), meetingText(to, locale)];
  if (!isSameTime) return i18n._(msg`The class on ${before} is now on ${withPlace(after, to.room)}.`);
  if (to.room === null) return i18n._(msg`The class on ${after} is now in another room.`);
  return i18n._(msg`The class on ${after} is now in ${to.room}.`);
}

/** Title and text of a message, with dates as `locale` writes them. */
export function notificationWords(i18n: I18n, message: Notification, locale: string): Said {
  switch (message.kind) {
    case 'text':
      return message.facts;
    case 'class-cancelled': {
      const { meeting, note } = message.facts;
      const body = withNote(i18n._(msg`The class on ${meetingText(meeting, locale)} does not take place.`), note);
      return { title: i18n._(msg`${nameOf(message.facts)} is cancelled`), body };
    }
    case 'class-restored': {
      const { meeting } = message.facts;
      const when = withPlace(meetingText(meeting, locale), meeting.room);
      const body = i18n._(msg`The class on ${when} is no longer cancelled.`);
      return { title: i18n._(msg`${nameOf(message.facts)} takes place after all`), body };
    }
    case 'class-moved':
      return {
        title: i18n._(msg`${nameOf(message.facts)} is moved`),
        body: withNote(movedText(i18n, message.facts, locale), message.facts.note),
      };
    case 'name-approved': {
      const body = i18n._(msg`Registers now say “${message.facts.name}”.`);
      return { title: i18n._(msg`Your name is changed`), body };
    }
    case 'name-declined': {
      const body = i18n._(msg`Your school did not change it to “${message.facts.name}”. Ask at the school office.`);
      return { title: i18n._(msg`Your name stays as it is`), body };
    }
  }
}
