/** What the messages of an inbox say. */
import { msg, plural } from '@lingui/core/macro';
import { groundText, OWN_TITLES, retractedText, scopeText } from '#app/components/alert/alert-words';
import { coverWords, isCovering } from '#app/components/cover/cover-words';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Format } from '#app/words/format';
import type { Notification } from '#domain/message/notification';
import type { Said } from '#domain/message/said';
import { isReminding, reminderWords, whenText } from './reminder-words';

const nameOf = (facts: { courseTitle: string; sectionCode: string }) => `${facts.courseTitle} ${facts.sectionCode}`;
const withNote = (text: string, note: string | null) => (note ? `${text} ${note}` : text);

type Moved = Extract<Notification, { kind: 'class-moved' }>['facts'];

function movedText(format: Format, { from, to }: Moved): string {
  const { i18n, meeting } = format;
  const isSameTime = from.day === to.day && from.startTime === to.startTime && from.endTime === to.endTime;
  const [before, after, when] = [meeting(from), meeting(to), whenText(format, to)];
  if (!isSameTime) return i18n._(msg`The class on ${before} is now on ${when}.`);
  if (to.room === null) return i18n._(msg`The class on ${after} is now in another room.`);
  return i18n._(msg`The class on ${after} is now in ${to.room}.`);
}

type Decided = Extract<Notification, { kind: 'correction-approved' | 'correction-declined' }>;

function correctionWords({ i18n, meeting }: Format, message: Decided): Said {
  const { facts } = message;
  const [name, when] = [nameOf(facts), meeting(facts.meeting)];
  if (message.kind === 'correction-declined')
    return { title: i18n._(msg`The mark in ${name} stays`), body: withNote(i18n._(msg`For the class on ${when}.`), facts.note) };
  const status = i18n._(STATUS_LOOKS[message.facts.status].word);
  const body = i18n._(msg`For the class on ${when}, the register now says: ${status}.`);
  return { title: i18n._(msg`The mark in ${name} is corrected`), body: withNote(body, facts.note) };
}

type LeaveDecided = Extract<Notification, { kind: 'leave-approved' | 'leave-declined' }>;

function leaveWords({ i18n, days }: Format, { kind, facts }: LeaveDecided): Said {
  const body = withNote(`${days(facts.fromDay, facts.untilDay)}.`, facts.note);
  return { title: i18n._(kind === 'leave-approved' ? msg`Leave approved` : msg`Leave not approved`), body };
}

type Alerting = Extract<Notification, { kind: 'alert' | 'alert-retracted' | 'alerts-unhandled' }>;

function alertWords(format: Format, message: Alerting): Said {
  const { i18n } = format;
  switch (message.kind) {
    case 'alert': {
      const { rule } = message.facts;
      const body = `${scopeText(format, message.facts)}. ${groundText(format, message.facts)}`;
      return { title: i18n._(OWN_TITLES[rule.rule]), body };
    }
    case 'alert-retracted':
      return { title: i18n._(msg`An alert about your attendance is withdrawn`), body: retractedText(format, message.facts) };
    case 'alerts-unhandled': {
      const { count, days } = message.facts;
      const title = i18n._(
        msg`${plural(count, { one: '# alert waits for somebody to look into it', other: '# alerts wait for somebody to look into them' })}`,
      );
      const body = i18n._(msg`For ${plural(days, { one: '# day', other: '# days' })} or longer.`);
      return { title, body };
    }
  }
}

/** Title and text of a message. */
export function notificationWords(format: Format, message: Notification): Said {
  const { i18n } = format;
  if (isReminding(message)) return reminderWords(format, message);
  if (isCovering(message)) return coverWords(format, message);
  switch (message.kind) {
    case 'text':
      return message.facts;
    case 'announcement': {
      const { title, body } = message.facts;
      return { title, body };
    }
    case 'class-cancelled': {
      const { meeting, note } = message.facts;
      const body = withNote(i18n._(msg`The class on ${format.meeting(meeting)} does not take place.`), note);
      return { title: i18n._(msg`${nameOf(message.facts)} is cancelled`), body };
    }
    case 'class-restored': {
      const { meeting } = message.facts;
      const when = whenText(format, meeting);
      const body = i18n._(msg`The class on ${when} is no longer cancelled.`);
      return { title: i18n._(msg`${nameOf(message.facts)} takes place after all`), body };
    }
    case 'class-moved':
      return {
        title: i18n._(msg`${nameOf(message.facts)} is moved`),
        body: withNote(movedText(format, message.facts), message.facts.note),
      };
    case 'name-approved': {
      const body = i18n._(msg`Registers now say “${message.facts.name}”.`);
      return { title: i18n._(msg`Your name is changed`), body };
    }
    case 'correction-approved':
    case 'correction-declined':
      return correctionWords(format, message);
    case 'leave-approved':
    case 'leave-declined':
      return leaveWords(format, message);
    case 'alert':
    case 'alert-retracted':
    case 'alerts-unhandled':
      return alertWords(format, message);
    case 'name-declined': {
      const body = i18n._(msg`Your school did not change it to “${message.facts.name}”. Ask at the school office.`);
      return { title: i18n._(msg`Your name stays as it is`), body };
    }
  }
}
