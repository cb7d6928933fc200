/**
 * What the audit log tells of beside marks: every action with its facts. One record says it all: an action is added here, and does not
 * compile until it has its words (`app/components/audit`). What was written by earlier versions may hold other facts, so what is read
 * goes through `audit-detail`.
 */

import type { LeaveState } from '#domain/correction/leave';
import type { Preset, PresetCode } from '#domain/correction/reason-code-preset';
import type { ImportCounts } from '#domain/import/import';
import type { AudienceKind } from '#domain/message/announcement';
import type { ReminderTemplate } from '#domain/message/reminder';
import type { Role } from '#domain/person/user';
import type { Status } from '#domain/register/attendance';
import type { AlertRule, SectionRules } from '#domain/school/alert-rule';

/** A value before and after. */
export type Change<Value = unknown> = { from: Value; to: Value };

/** What changed, by field. */
export type Changes<Field extends string = string> = { [Key in Field]?: Change };

/** Nothing beside who, when and of what. */
type Nothing = Record<string, never>;

/** A person as they were. */
export type PersonFacts = { name: string; role: Role };

/** A guardian by name; the address is nobody's who reads the log. */
type GuardianFacts = { name: string };

type BackupFacts = { fileName: string /** In bytes. */; bytes: number };
type Days = { fromDay: string; untilDay: string | null };
type Named = { name: string; fromDay: string; untilDay: string };
type Times = { day: string; startTime: string; endTime: string };
type Invited = { name: string; email: string; by?: 'link' | 'mail' };
type Staffed = { userId: number; name: string; role: string };
type Labelled = { label: string };
type Slot = {
  weekday: number;
  startTime: string;
  endTime: string;
  weeks: string;
  validFrom: string;
  validUntil: string;
  room: string | null;
};

type CorrectionFacts = {
  correctionId: number;
  studentId: number;
  /** Null where the request asks staff to look. */
  wanted: Status | null;
  /** What the mark became. */
  status: Status | null;
  note: string | null;
};
type LeaveDecided = Days & { leaveId: number; from: LeaveState; note: string | null };

/** What a person gave up with a change of theirs, and their last day there. */
type Given = { day: string; ended?: unknown[]; dropped?: unknown[]; staffed?: unknown[] };

/** Says what facts an action has; there is nothing in it while the program runs. */
const tells = <Facts extends object = Nothing>() => ({}) as { readonly facts?: Facts };

const AUDIT = {
  'register.opened': tells<{ openedAt: number; checkInClosesAt: number }>(),
  'register.closed': tells<{ closedAt: number } | { by: 'time'; wasTaken: boolean }>(),
  'register.reopened': tells<{ reason: string }>(),
  'check-in.extended': tells<Change<number> & { actionId: string }>(),
  'check-in.ended': tells<Change<number> & { actionId: string }>(),
  'check-in.code-renewed': tells(),
  'head-count.set': tells<Change<number | null> & { countedAt: number }>(),
  'claim.settled': tells<{ claimId: string; studentId: number; decision: 'accept' | 'decline' }>(),
  'claim.unsettled': tells<{ claimId: string; studentId: number }>(),
  'class-session.added': tells<Times>(),
  'class-session.cancelled': tells<{ note: string | null }>(),
  'class-session.moved': tells<Change<Times & { room: string | null }> & { note: string | null }>(),
  'class-session.restored': tells(),
  'class-session.handed-over': tells<{ userId: number; name: string }>(),
  'class-session.taken-back': tells<{ userId: number; name: string }>(),
  'term.created': tells<Named>(),
  'term.edited': tells<Change<Named>>(),
  'term.archived': tells(),
  'term.restored': tells(),
  'closure.created': tells<Named>(),
  'closure.edited': tells<Change<Named>>(),
  'closure.deleted': tells<Named>(),
  'closure.imported': tells<{ closures: Named[] }>(),
  'slot.created': tells<Slot>(),
  'slot.edited': tells<Change<Slot> & { slotId: number }>(),
  'slot.deleted': tells<Slot & { slotId: number }>(),
  'user.approved': tells<PersonFacts>(),
  'user.rejected': tells<PersonFacts>(),
  'user.signed-up': tells(),
  'user.address-confirmed': tells(),
  'user.name-approved': tells<{ changes: Changes<'name'> }>(),
  'user.name-declined': tells<{ name: string; requestedName: string }>(),
  'user.added': tells<PersonFacts>(),
  'user.edited': tells<{ changes: Changes<'name' | 'familyName' | 'preferredName' | 'email' | 'phone' | 'studentNumber'> }>(),
  'user.role-changed': tells<Change<Role> & { name: string } & Given>(),
  'user.suspended': tells<PersonFacts>(),
  'user.reactivated': tells<PersonFacts>(),
  'user.archived': tells<PersonFacts & Given>(),
  'user.restored': tells<PersonFacts>(),
  'user.approval-withdrawn': tells<PersonFacts>(),
  'user.merged': tells<PersonFacts & { otherId: number; other: string }>(),
  'user.merge-undone': tells<PersonFacts & { otherId: number; other: string }>(),
  'user.deleted': tells<PersonFacts & { email: string }>(),
  'guardian.added': tells<GuardianFacts>(),
  'guardian.edited': tells<GuardianFacts & { changes: Changes<'name' | 'relation'>; hidden: 'email'[] }>(),
  'guardian.moved-up': tells<GuardianFacts>(),
  'guardian.barred': tells<GuardianFacts>(),
  'guardian.unbarred': tells<GuardianFacts>(),
  'guardian.asked-again': tells<GuardianFacts>(),
  'guardian.removed': tells<GuardianFacts>(),
  'guardian.confirmed': tells<GuardianFacts>(),
  'guardian.unsubscribed': tells<GuardianFacts>(),
  'department.added': tells<{ name: string }>(),
  'department.edited': tells<{ changes: Changes<'name'> }>(),
  'department.archived': tells<Labelled>(),
  'department.restored': tells<Labelled>(),
  'department.deleted': tells<Labelled>(),
  'course.added': tells<{ departmentId: number; code: string; title: string }>(),
  'course.edited': tells<{ changes: Changes<'code' | 'title' | 'departmentId'> }>(),
  'course.archived': tells<Labelled>(),
  'course.restored': tells<Labelled>(),
  'course.deleted': tells<Labelled>(),
  'section.added': tells<{ courseId: number; code: string }>(),
  'section.edited': tells<{ changes: Changes<'code'> }>(),
  'section.archived': tells<Labelled>(),
  'section.restored': tells<Labelled>(),
  'section.deleted': tells<Labelled>(),
  'section.staff-added': tells<Staffed>(),
  'section.staff-removed': tells<Staffed>(),
  'enrolment.added': tells<{ studentId: number } & Days>(),
  'enrolment.changed': tells<Change<Days> & { studentId: number; name: string }>(),
  'enrolment.moved': tells<{ studentId: number; name: string; day: string; toSectionId: number }>(),
  'enrolment.removed': tells<{ studentId: number; name: string } & Days>(),
  'settings.changed': tells<{ changes: Changes }>(),
  'administrator.created': tells(),
  'cards.issued': tells<{ studentIds: number[] }>(),
  'user.invited': tells<Invited>(),
  'user.joined': tells<{ changes?: Changes<'name' | 'requestedName'> }>(),
  'user.reset-link': tells<Invited>(),
  'password.changed': tells(),
  'password.reset': tells(),
  'profile.edited': tells<{ changes: Changes<OwnDetail>; hidden?: 'phone'[] }>(),
  'passkey.added': tells<{ name: string }>(),
  'passkey.removed': tells<{ all?: true }>(),
  'device.revoked': tells<{ deviceId: string }>(),
  'correction.requested': tells<{ studentId: number; wanted: Status; reason: string; reasonCodeId: number | null }>(),
  'correction.approved': tells<CorrectionFacts>(),
  'correction.declined': tells<CorrectionFacts>(),
  'leave.requested': tells<
    Days & { fromTime: string | null; untilTime: string | null; reason: string; reasonCodeId: number | null }
  >(),
  'leave.approved': tells<LeaveDecided>(),
  'leave.declined': tells<LeaveDecided>(),
  'leave.withdrawn': tells<Days & { leaveId: number }>(),
  'reason-code.added': tells<PresetCode | { preset: Preset }>(),
  'reason-code.edited': tells<Change<Pick<PresetCode, 'name' | 'externalCode'>>>(),
  'reason-code.archived': tells(),
  'reason-code.restored': tells(),
  'reason-code.reordered': tells<{ reasonCodeIds: number[] }>(),
  'announcement.published': tells<{
    title: string;
    audience: AudienceKind;
    departments?: string[];
    recipients: number;
    publishedAt: number;
  }>(),
  'announcement.edited': tells<{ changes: Changes<'title' | 'body' | 'isPinned' | 'expiresAt'> }>(),
  'announcement.withdrawn': tells<{ title: string }>(),
  'reminder.sent': tells<{ recipients: number; template?: ReminderTemplate }>(),
  'alert.handled': tells<{ studentId: number; rule: AlertRule; note: string }>(),
  'section.alert-rules': tells<Change<SectionRules>>(),
  'delivery.resent': tells<{ count: number }>(),
  'webhook.secret-made': tells(),
  'import.applied': tells<{ fileName: string } & ImportCounts>(),
  'backup.taken': tells<BackupFacts & { isHistoryIntact: boolean }>(),
  'backup.downloaded': tells<BackupFacts>(),
  'data.exported': tells<{ fileName: string }>(),
  'import.undone': tells<{ fileName: string } & ImportCounts>(),
} as const;

type OwnDetail = 'name' | 'requestedName' | 'preferredName' | 'locale' | 'language';

export type AuditAction = keyof typeof AUDIT;
export const AUDIT_ACTIONS = Object.keys(AUDIT) as AuditAction[];

/** What an entry of one of these actions tells. */
export type AuditFacts<Action extends AuditAction = AuditAction> = NonNullable<(typeof AUDIT)[Action]['facts']>;
