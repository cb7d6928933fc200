/** What the messages of an inbox say. */

import { meetingText } from '#app/components/ui/time/calendar-text';
import type { Notification } from '#domain/school/notification';

export type Said = { title: string; body: string };

const nameOf = (facts: { courseTitle: string; sectionCode: string }) => `${facts.courseTitle} ${facts.sectionCode}`;
const withPlace = (meeting: string, room: string | null) => (room ? `${meeting}, ${room}` : meeting);
const withNote = (text: string, note: string | null) => (note ? `${text} ${note}` : text);

type Moved = Extract<Notification, { kind: 'class-moved' }>['facts'];

function movedText({ from, to }: Moved, locale: string): string {
  const isSameTime = from.day === to.day && from.startTime === to.startTime && from.endTime === to.endTime;
  if (isSameTime) return `The class on ${meetingText(to, locale)} is now in ${to.room ?? 'another room'}.`;
  return `The class on ${meetingText(from, locale)} is now on ${withPlace(meetingText(to, locale), to.room)}.`;
}

/** Title and text of a message, with dates as `locale` writes them. */
export function notificationWords(message: Notification, locale: string): Said {
  switch (message.kind) {
    case 'text':
      return message.facts;
    case 'class-cancelled': {
      const { meeting, note } = message.facts;
      const body = withNote(`The class on ${meetingText(meeting, locale)} does not take place.`, note);
      return { title: `${nameOf(message.facts)} is cancelled`, body };
    }
    case 'class-restored': {
      const { meeting } = message.facts;
      const body = `The class on ${withPlace(meetingText(meeting, locale), meeting.room)} is no longer cancelled.`;
      return { title: `${nameOf(message.facts)} takes place after all`, body };
    }
    case 'class-moved':
      return {
        title: `${nameOf(message.facts)} is moved`,
        body: withNote(movedText(message.facts, locale), message.facts.note),
      };
    case 'name-approved':
      return { title: 'Your name is changed', body: `Registers now say “${message.facts.name}”.` };
    case 'name-declined': {
      const body = `Your school did not change it to “${message.facts.name}”. Ask at the school office.`;
      return { title: 'Your name stays as it is', body };
    }
  }
}
