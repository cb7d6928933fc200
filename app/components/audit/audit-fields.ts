/** What the log's fields are called, and their values in words. A field that is not known goes by its own name. Pure. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { RULE_WORDS } from '#app/components/alert/alert-words';
import { reasonText } from '#app/components/calendar/source-words';
import { TEMPLATE_WORDS } from '#app/components/message/reminder-words';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Format } from '#app/words/format';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { Role } from '#domain/person/user';
import type { Source, Status } from '#domain/register/attendance';
import { addDays, isDay } from '#domain/time';

type Word = (value: unknown, format: Format) => string;
type Field = { word: MessageDescriptor; value?: Word };

const SOURCE_WORDS: Record<Source, MessageDescriptor> = {
  admin: msg`By an administrator`,
  teacher: msg`By staff`,
  badge: msg`Badge scanned`,
  qr: msg`Code scanned`,
  code: msg`Code typed`,
  offline: msg`Code scanned, sent later`,
  leave: msg`Approved leave`,
  auto: msg`As the register closed`,
};

const OTHER_WORDS: Record<string, MessageDescriptor> = {
  accept: msg`Accepted`,
  decline: msg`Declined`,
  every: msg`Every week`,
  A: msg`Week A`,
  B: msg`Week B`,
  leaves: msg`Is left out`,
  absent: msg`Counts as absent`,
  present: msg`Counts as present`,
  link: msg`A link handed over`,
  mail: msg`Mail`,
  time: msg`By itself, at the end`,
  out: msg`Is left out`,
  open: msg`Not decided`,
  approved: msg`Approved`,
  declined: msg`Declined`,
  withdrawn: msg`Taken back`,
  plain: msg`Plain reasons`,
  'england-2024': msg`England, 2024`,
  school: msg`The school`,
  sections: msg`Classes`,
  people: msg`Chosen people`,
};

/** One of a list of words, or as it is. */
function oneOf(words: Record<string, MessageDescriptor>): Word {
  return (value, { i18n }) => {
    const word = words[String(value)];
    return word ? i18n._(word) : String(value);
  };
}

const other = oneOf(OTHER_WORDS);
const role = oneOf(ROLE_WORDS satisfies Record<Role, MessageDescriptor>);
const source = oneOf(SOURCE_WORDS);
const template = oneOf(Object.fromEntries(Object.entries(TEMPLATE_WORDS).map(([name, { label }]) => [name, label])));
const status: Word = (value, { i18n }) => {
  const look = STATUS_LOOKS[value as Status] as { word: MessageDescriptor } | undefined;
  return look ? i18n._(look.word) : String(value);
};

const day: Word = (value, format) => (isDay(value) ? format.day(value, 'short') : String(value));
const instant: Word = (value, format) => (typeof value === 'number' ? format.time(value, 'moment') : String(value));

/** The day before a Monday. */
const SUNDAY = '2026-01-04';
const weekday: Word = (value, format) =>
  typeof value === 'number' && value >= 1 && value <= 7 ? format.day(addDays(SUNDAY, value), 'weekdayLong') : String(value);

const length: Word = (value, { i18n }) => {
  const ms = Number(value);
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return i18n._(msg`${plural(ms / HOUR_MS, { one: '# hour', other: '# hours' })}`);
  if (ms >= MINUTE_MS) return i18n._(msg`${plural(ms / MINUTE_MS, { one: '# minute', other: '# minutes' })}`);
  return i18n._(msg`${plural(ms / 1_000, { one: '# second', other: '# seconds' })}`);
};
const minutes: Word = (value, format) => length(Number(value) * MINUTE_MS, format);
const days: Word = (value, { i18n }) => i18n._(msg`${plural(Number(value), { one: '# day', other: '# days' })}`);
const percent: Word = (value, format) => format.percent(Number(value));
/** A threshold is kept in tenths of a per cent. */
const tenths: Word = (value, format) => format.percent(Number(value) / 10);
const counted: Word = (value, format) => format.number(Number(value));
const howMany: Word = (value, format) => format.number(Array.isArray(value) ? value.length : 0);
const reason: Word = (value, { i18n }) => reasonText(i18n, String(value));

/** The parts of a thing, each as a field of its own. */
const parts: Word = (value, format) => {
  const named = Object.entries(value ?? {}).map(([name, part]) => `${fieldText(format, name)}: ${valueText(format, name, part)}`);
  return format.list(named);
};

const FIELDS: Record<string, Field> = {
  status: { word: msg`Mark`, value: status },
  source: { word: msg`How`, value: source },
  reason: { word: msg`Reason`, value: reason },
  reasonCode: { word: msg`Reason on the list` },
  note: { word: msg`Note` },
  wanted: { word: msg`Mark asked for`, value: status },
  from: { word: msg`Before`, value: other },
  role: { word: msg`Role`, value: role },
  name: { word: msg`Name` },
  requestedName: { word: msg`Name change requested` },
  familyName: { word: msg`Family name` },
  preferredName: { word: msg`Preferred name` },
  email: { word: msg`Email` },
  phone: { word: msg`Phone` },
  relation: { word: msg`Relation` },
  studentNumber: { word: msg`Student or staff number` },
  locale: { word: msg`Dates and times` },
  language: { word: msg`Language` },
  decision: { word: msg`Decision`, value: other },
  by: { word: msg`By`, value: other },
  wasTaken: { word: msg`Register taken` },
  openedAt: { word: msg`Opened`, value: instant },
  closedAt: { word: msg`Closed`, value: instant },
  checkInClosesAt: { word: msg`End of check-in`, value: instant },
  headCount: { word: msg`Counted in the room`, value: counted },
  countedAt: { word: msg`Counted`, value: instant },
  day: { word: msg`Day`, value: day },
  fromDay: { word: msg`From`, value: day },
  untilDay: { word: msg`Until`, value: day },
  validFrom: { word: msg`From`, value: day },
  validUntil: { word: msg`Until`, value: day },
  weekday: { word: msg`Weekday`, value: weekday },
  weeks: { word: msg`Weeks`, value: other },
  startTime: { word: msg`Start` },
  endTime: { word: msg`End` },
  fromTime: { word: msg`From` },
  untilTime: { word: msg`Until` },
  room: { word: msg`Room` },
  code: { word: msg`Code` },
  title: { word: msg`Title` },
  label: { word: msg`Name` },
  departmentId: { word: msg`Department, number` },
  toSectionId: { word: msg`New class, number` },
  externalCode: { word: msg`External code` },
  countsAs: { word: msg`Counts as`, value: other },
  preset: { word: msg`List`, value: other },
  reasonCodeIds: { word: msg`Reasons`, value: howMany },
  fileName: { word: msg`File` },
  bytes: { word: msg`Size in bytes`, value: counted },
  isHistoryIntact: { word: msg`History intact` },
  create: { word: msg`New rows`, value: counted },
  update: { word: msg`Changed rows`, value: counted },
  deactivate: { word: msg`Rows that archive`, value: counted },
  refused: { word: msg`Refused rows`, value: counted },
  closures: { word: msg`Closures`, value: howMany },
  studentIds: { word: msg`Students`, value: howMany },
  ended: { word: msg`Enrolments ended`, value: howMany },
  dropped: { word: msg`Enrolments dropped`, value: howMany },
  staffed: { word: msg`Classes given up`, value: howMany },
  zone: { word: msg`Time zone` },
  firstWeekday: { word: msg`First day of the week`, value: weekday },
  checkInMinutes: { word: msg`Length of check-in`, value: minutes },
  periodMs: { word: msg`A code stays on screen`, value: length },
  lateAfterMs: { word: msg`Late after`, value: length },
  deliverWithinMs: { word: msg`Late delivery accepted`, value: length },
  lockDays: { word: msg`Locked after`, value: days },
  removalShare: { word: msg`Share an import may remove without asking`, value: other },
  sortNames: { word: msg`Rolls sort by`, value: other },
  retentionDays: { word: msg`Rejected accounts kept`, value: days },
  lateCredit: { word: msg`Late counts`, value: percent },
  excusedCounts: { word: msg`Excused`, value: other },
  threshold: { word: msg`Threshold`, value: tenths },
  spotCheck: { word: msg`Spot checks` },
  body: { word: msg`Text` },
  audience: { word: msg`To`, value: other },
  departments: { word: msg`Departments` },
  recipients: { word: msg`Recipients`, value: counted },
  template: { word: msg`What about`, value: template },
  isPinned: { word: msg`Pinned` },
  publishedAt: { word: msg`Published`, value: instant },
  expiresAt: { word: msg`Ends`, value: instant },
  messages: { word: msg`Messages` },
  emailDomains: { word: msg`Email domains` },
  rule: { word: msg`Rule`, value: oneOf(RULE_WORDS) },
  'low-attendance': { word: RULE_WORDS['low-attendance'], value: parts },
  'consecutive-absences': { word: RULE_WORDS['consecutive-absences'], value: parts },
  chronic: { word: RULE_WORDS.chronic, value: parts },
  'out-of-reach': { word: RULE_WORDS['out-of-reach'], value: parts },
  'sudden-drop': { word: RULE_WORDS['sudden-drop'], value: parts },
  isOn: { word: msg`On` },
  least: { word: msg`Classes at least`, value: counted },
  count: { word: msg`Absences in a row`, value: counted },
  share: { word: msg`Share missed`, value: tenths },
  drop: { word: msg`Drop`, value: tenths },
  escalateAfterDays: { word: msg`Administrators told after`, value: days },
};

/** Ids that say nothing to people. */
const TECHNICAL = new Set([
  'correctionId',
  'leaveId',
  'reasonCodeId',
  'actionId',
  'claimId',
  'deviceId',
  'studentId',
  'userId',
  'slotId',
  'courseId',
  'all',
]);

export const isTechnical = (field: string) => TECHNICAL.has(field);

/** What a field is called. Never throws. */
export function fieldText({ i18n }: Pick<Format, 'i18n'>, field: string): string {
  const known = FIELDS[field];
  return known ? i18n._(known.word) : field;
}

/** A value that nothing is known of: yes or no, a list, or the parts of an object. */
function plainText(value: unknown, format: Format): string {
  const { i18n } = format;
  if (value === null || value === '') return i18n._(msg`None`);
  if (typeof value === 'boolean') return value ? i18n._(msg`Yes`) : i18n._(msg`No`);
  if (Array.isArray(value))
    return value.length === 0 ? i18n._(msg`None`) : format.list(value.map((one) => plainText(one, format)));
  if (typeof value !== 'object') return String(value);
  return format.list(Object.entries(value).map(([name, part]) => `${name}: ${plainText(part, format)}`));
}

/** The value of a field in words. Never throws. */
export function valueText(format: Format, field: string, value: unknown): string {
  if (value === null || value === undefined) return plainText(field === 'status' ? format.i18n._(msg`Unmarked`) : null, format);
  return FIELDS[field]?.value?.(value, format) ?? plainText(value, format);
}
