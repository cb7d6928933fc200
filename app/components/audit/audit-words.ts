/** What is called how on the audit log. Every action has its words: one without does not compile. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import { readAuditDetail } from '#domain/audit/audit-detail';
import type { LoggedAction } from '#domain/audit/audit-log';
import { fieldText, valueText } from './audit-fields';

/** An action as it stands in the log: past, and to be understood by itself. */
export const ACTION_WORDS: Record<LoggedAction, MessageDescriptor> = {
  'mark.changed': msg`Mark changed`,
  'register.opened': msg`Register opened`,
  'register.closed': msg`Register closed`,
  'register.reopened': msg`Register reopened`,
  'check-in.extended': msg`Check-in extended`,
  'check-in.ended': msg`Check-in ended`,
  'check-in.code-renewed': msg`Check-in code renewed`,
  'head-count.set': msg`People in the room counted`,
  'claim.settled': msg`Waiting check-in decided`,
  'claim.unsettled': msg`Decision on a check-in taken back`,
  'class-session.added': msg`Class session added`,
  'class-session.cancelled': msg`Class session cancelled`,
  'class-session.moved': msg`Class session moved`,
  'class-session.restored': msg`Class session restored`,
  'class-session.handed-over': msg`Class session handed to a colleague`,
  'class-session.taken-back': msg`Class session taken back from a colleague`,
  'term.created': msg`Term added`,
  'term.edited': msg`Term changed`,
  'term.archived': msg`Term archived`,
  'term.restored': msg`Term restored`,
  'closure.created': msg`Closure added`,
  'closure.edited': msg`Closure changed`,
  'closure.deleted': msg`Closure deleted`,
  'closure.imported': msg`Closures imported`,
  'slot.created': msg`Timetable slot added`,
  'slot.edited': msg`Timetable slot changed`,
  'slot.deleted': msg`Timetable slot deleted`,
  'user.approved': msg`Account approved`,
  'user.rejected': msg`Account rejected`,
  'user.signed-up': msg`Account requested`,
  'user.address-confirmed': msg`Address confirmed`,
  'user.name-approved': msg`Name change approved`,
  'user.name-declined': msg`Name change declined`,
  'user.added': msg`Person added`,
  'user.edited': msg`Details changed`,
  'user.role-changed': msg`Role changed`,
  'user.suspended': msg`Person suspended`,
  'user.reactivated': msg`Person reactivated`,
  'user.archived': msg`Person archived`,
  'user.restored': msg`Person restored`,
  'user.approval-withdrawn': msg`Approval withdrawn`,
  'user.merged': msg`Accounts merged`,
  'user.merge-undone': msg`Merging undone`,
  'user.deleted': msg`Person deleted`,
  'guardian.added': msg`Guardian added`,
  'guardian.edited': msg`Guardian changed`,
  'guardian.moved-up': msg`Guardian moved up`,
  'guardian.barred': msg`Guardian not to be contacted`,
  'guardian.unbarred': msg`Guardian may be contacted`,
  'guardian.asked-again': msg`Guardian asked again to confirm the address`,
  'guardian.removed': msg`Guardian removed`,
  'guardian.confirmed': msg`Guardian confirmed the address`,
  'guardian.unsubscribed': msg`Guardian ended the emails`,
  'department.added': msg`Department added`,
  'department.edited': msg`Department changed`,
  'department.archived': msg`Department archived`,
  'department.restored': msg`Department restored`,
  'department.deleted': msg`Department deleted`,
  'course.added': msg`Course added`,
  'course.edited': msg`Course changed`,
  'course.archived': msg`Course archived`,
  'course.restored': msg`Course restored`,
  'course.deleted': msg`Course deleted`,
  'section.added': msg`Class added`,
  'section.edited': msg`Class changed`,
  'section.alert-rules': msg`Alert rules of a class changed`,
  'section.archived': msg`Class archived`,
  'section.restored': msg`Class restored`,
  'section.deleted': msg`Class deleted`,
  'section.staff-added': msg`Staff added to a class`,
  'section.staff-removed': msg`Staff removed from a class`,
  'enrolment.added': msg`Student enrolled`,
  'enrolment.changed': msg`Enrolment changed`,
  'enrolment.moved': msg`Student moved to another class`,
  'enrolment.removed': msg`Enrolment removed`,
  'settings.changed': msg`Settings changed`,
  'administrator.created': msg`First administrator added`,
  'cards.issued': msg`Badges issued`,
  'user.invited': msg`Person invited`,
  'user.joined': msg`Invitation accepted`,
  'user.reset-link': msg`Password link created`,
  'password.changed': msg`Password changed`,
  'password.reset': msg`Password chosen by a link`,
  'profile.edited': msg`Own details changed`,
  'passkey.added': msg`Passkey added`,
  'passkey.removed': msg`Passkey removed`,
  'device.revoked': msg`Device removed`,
  'correction.requested': msg`Correction requested`,
  'correction.approved': msg`Correction approved`,
  'correction.declined': msg`Correction declined`,
  'leave.requested': msg`Leave requested`,
  'leave.approved': msg`Leave approved`,
  'leave.declined': msg`Leave declined`,
  'leave.withdrawn': msg`Leave taken back`,
  'reason-code.added': msg`Reason added`,
  'reason-code.edited': msg`Reason changed`,
  'reason-code.archived': msg`Reason archived`,
  'reason-code.restored': msg`Reason restored`,
  'reason-code.reordered': msg`Reasons put in order`,
  'announcement.published': msg`Announcement published`,
  'announcement.edited': msg`Announcement changed`,
  'announcement.withdrawn': msg`Announcement withdrawn`,
  'delivery.resent': msg`Failed messages sent again`,
  'webhook.secret-made': msg`Webhook secret created`,
  'reminder.sent': msg`Reminder sent`,
  'alert.handled': msg`Alert handled`,
  'import.applied': msg`Import applied`,
  'import.undone': msg`Import undone`,
  'backup.taken': msg`Backup taken`,
  'backup.downloaded': msg`Backup downloaded`,
  'data.exported': msg`Everything exported`,
};

/** Fields whose values say which field they are of. */
const IS_SHORT = new Set(['status', 'role', 'checkInClosesAt', 'headCount']);

/** What an action is about: the part of its name before the dot. */
export type AuditArea = LoggedAction extends infer Action ? (Action extends `${infer Area}.${string}` ? Area : never) : never;

/** Areas in the order of a choice. */
export const AREA_WORDS: Record<AuditArea, MessageDescriptor> = {
  mark: msg`Marks`,
  register: msg`Registers`,
  'check-in': msg`Check-in`,
  claim: msg`Waiting check-ins`,
  'head-count': msg`Head counts`,
  'class-session': msg`Class sessions`,
  correction: msg`Corrections`,
  leave: msg`Leave`,
  'reason-code': msg`Reasons`,
  user: msg`People`,
  guardian: msg`Guardians`,
  administrator: msg`Set-up`,
  profile: msg`Own details`,
  password: msg`Passwords`,
  passkey: msg`Passkeys`,
  device: msg`Devices`,
  cards: msg`Badges`,
  section: msg`Classes`,
  enrolment: msg`Enrolments`,
  course: msg`Courses`,
  department: msg`Departments`,
  term: msg`Terms`,
  closure: msg`Closures`,
  slot: msg`Timetable`,
  announcement: msg`Announcements`,
  reminder: msg`Reminders`,
  alert: msg`Alerts`,
  delivery: msg`Deliveries`,
  webhook: msg`Webhook`,
  settings: msg`Settings`,
  import: msg`Imports`,
  backup: msg`Backups`,
  data: msg`Exports`,
};

/** An action in words; one of another version by its name. Never throws. */
export function actionText({ i18n }: Pick<Format, 'i18n'>, action: string): string {
  const known = ACTION_WORDS[action as LoggedAction] as MessageDescriptor | undefined;
  return known ? i18n._(known) : action.replace(/[.-]/g, ' ');
}

/** One entry in a line: what was done and, of one change, from what to what. Never throws. */
export function auditText(format: Format, { action, facts }: { action: string; facts: unknown }): string {
  const words = actionText(format, action);
  const { changes } = readAuditDetail(action, facts);
  const [first, ...more] = changes;
  if (!first) return words;
  const { field, from, to } = first;
  if (more.length > 0 || !IS_SHORT.has(field))
    return `${words}: ${format.list(changes.map((one) => fieldText(format, one.field)))}`;
  return format.i18n._(msg`${words}: ${valueText(format, field, from)} → ${valueText(format, field, to)}`);
}

/** Words for kinds of things that have no name of their own in the log. */
const KIND_WORDS: Record<string, MessageDescriptor> = {
  school: msg`The school`,
  database: msg`The database`,
  user: msg`A person`,
  section: msg`A class`,
  'class-session': msg`A class session`,
  closure: msg`Closures`,
  term: msg`A term`,
  course: msg`A course`,
  department: msg`A department`,
  announcement: msg`An announcement`,
  delivery: msg`Failed messages`,
  import: msg`An import`,
  'reason-code': msg`Reasons`,
};

/** What an entry is about, by its name. Never throws. */
export function subjectText(format: Format, subject: { kind: string; name: string | null; startsAt: number | null }): string {
  const { kind, name, startsAt } = subject;
  const kindWord = KIND_WORDS[kind];
  const word = name ?? (kindWord ? format.i18n._(kindWord) : kind);
  return startsAt === null ? word : `${word}, ${format.time(startsAt, 'moment')}`;
}
