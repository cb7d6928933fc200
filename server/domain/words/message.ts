/**
 * What the program says to people: a key and its facts, worded where it is shown, in the reader's language.
 * English is in `en/`, one file a noun; a key is the noun's name and the text's, such as `form.too-long`.
 */
import account from './en/account';
import alert from './en/alert';
import announcement from './en/announcement';
import attendance from './en/attendance';
import checkIn from './en/check-in';
import classSession from './en/class-session';
import correction from './en/correction';
import data from './en/data';
import delivery from './en/delivery';
import form from './en/form';
import imports from './en/import';
import inbox from './en/inbox';
import language from './en/language';
import mail from './en/mail';
import person from './en/person';
import report from './en/report';
import school from './en/school';
import signIn from './en/sign-in';
import structure from './en/structure';
import timetable from './en/timetable';

/** The English texts, in ICU message format. */
export const ENGLISH = {
  account,
  alert,
  announcement,
  attendance,
  'check-in': checkIn,
  'class-session': classSession,
  correction,
  data,
  delivery,
  form,
  import: imports,
  inbox,
  language,
  mail,
  person,
  report,
  school,
  'sign-in': signIn,
  structure,
  timetable,
} as const;

type Noun = keyof typeof ENGLISH;
export type MessageId = { [N in Noun]: `${N}.${keyof (typeof ENGLISH)[N] & string}` }[Noun];

/** A calendar day, `YYYY-MM-DD`, which stands in a sentence as its reader writes days. */
export type DayFact = { day: string };

/** What stands in a text's places. Messages become a list in a sentence ("3 marks and 1 enrolment"), texts a choice ("red or green"), days
 *  one after the other. */
export type Facts = Record<string, string | number | DayFact | DayFact[] | Message[] | string[]>;
export type Message = { id: MessageId; values?: Facts };
/** A message, or the key of one without facts. */
export type Said = MessageId | Message;
