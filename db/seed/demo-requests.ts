/** What students of the demo school ask for: leave, corrections of marks, and the reasons that the school keeps. */
import type { attendance, corrections, leaves, reasonCodes } from '#db/schema';
import { leaveSpan } from '#domain/correction/leave';
import { PRESET_CODES } from '#domain/correction/reason-code-preset';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { addDays, dayAt } from '#domain/time';
import type { Person, School } from './demo-registers';

type MarkRow = Required<typeof attendance.$inferInsert>;
type LeaveRow = typeof leaves.$inferInsert;
type CorrectionRow = typeof corrections.$inferInsert;

export const LEAVE_REASON = 'The family reported an illness.';
/** When the office has read the morning's letters. */
export const LEAVE_DECIDED = '08:15';
export const NOTE_REASON = 'Brought a note from the doctor.';

/** The school's list: the plain one. @param firstId of its first, which is illness */
export function reasonCodeRows(firstId: number): (typeof reasonCodes.$inferInsert)[] {
  return PRESET_CODES.plain.map((code, index) => ({ id: firstId + index, ...code, position: index + 1 }));
}

/** The id of a student's leave of a day, which its marks carry. */
export function leaveId(studentId: number, day: string): string {
  return `01900000-0000-7000-8000-${String(studentId).padStart(4, '0')}${day.replaceAll('-', '')}`;
}

const wholeDays = (fromDay: string, untilDay: string, zone: string) => ({
  fromDay,
  untilDay,
  fromTime: null,
  untilTime: null,
  ...leaveSpan({ fromDay, untilDay }, zone),
});

/** The leaves behind the marks that leave has set. @param days of class sessions, by id */
export function leaveRows(marks: MarkRow[], days: Map<number, string>, { zone, admin, illness }: School): LeaveRow[] {
  const byId = new Map<string, LeaveRow>();
  for (const { source, actionId, studentId, classSessionId, changedAt } of marks) {
    if (source !== 'leave' || actionId === null) continue;
    const day = days.get(classSessionId) ?? '';
    byId.set(actionId, {
      actionId,
      studentId,
      ...wholeDays(day, day, zone),
      reason: LEAVE_REASON,
      reasonCodeId: illness,
      requestedById: studentId,
      requestedAt: changedAt - 10 * MINUTE_MS,
      state: 'approved',
      decidedById: admin.id,
      decidedAt: changedAt,
    });
  }
  return [...byId.values()];
}

/** Who asks for days that are to come, by position in the list of students: how far ahead, for how long, and why. */
const TO_COME = [
  { student: 4, inDays: 3, days: 1, reason: 'Driving test in the morning.' },
  { student: 18, inDays: 6, days: 3, reason: 'My sister marries in Leeds.' },
  { student: 42, inDays: 9, days: 1, reason: 'Open day at the university.' },
];

/** Leaves that wait for a decision. */
export function plannedLeaves(students: readonly Person[], { now, zone }: School): LeaveRow[] {
  return TO_COME.map(({ student, inDays, days, reason }, index) => {
    const studentId = students[student - 1]?.id ?? 0;
    const fromDay = addDays(dayAt(now, zone), inDays);
    return {
      actionId: leaveId(studentId, fromDay),
      studentId,
      ...wholeDays(fromDay, addDays(fromDay, days - 1), zone),
      reason,
      requestedById: studentId,
      requestedAt: now - (index + 1) * 5 * HOUR_MS,
      state: 'open',
    };
  });
}

/** How far back those are that wait, and how many. */
const WAITING_MS = 4 * DAY_MS;
const WAITING = 6;

const asked = ({ classSessionId, studentId }: MarkRow, requestedAt: number) => ({
  classSessionId,
  studentId,
  requestedById: studentId,
  requestedAt,
  decidedById: null as number | null,
  decidedAt: null as number | null,
});

/** Notes of doctors that staff have accepted, and some of the latest absences, which their students say were none. */
export function correctionRows(marks: MarkRow[], { now }: School): CorrectionRow[] {
  const changed = new Set(marks.filter(({ version }) => version > 1).map((row) => `${row.classSessionId}:${row.studentId}`));
  const accepted = marks
    .filter(({ reason, actorRole }) => reason === NOTE_REASON && actorRole === 'teacher')
    .map((row) => ({
      ...asked(row, row.changedAt - 30 * MINUTE_MS),
      wantedStatus: row.status,
      reason: 'I was at the doctor’s and have a note.',
      state: 'approved' as const,
      decidedById: row.actorId,
      decidedAt: row.changedAt,
      decidedStatus: row.status,
    }));
  const waiting = marks
    .filter((row) => row.source === 'auto' && row.changedAt > now - WAITING_MS && row.changedAt + 2 * HOUR_MS < now)
    .filter((row) => !changed.has(`${row.classSessionId}:${row.studentId}`))
    .slice(0, WAITING)
    .map((row) => ({
      ...asked(row, row.changedAt + HOUR_MS),
      wantedStatus: 'present' as const,
      reason: 'I was there, but my phone was empty.',
      state: 'open' as const,
      decidedStatus: null,
    }));
  return [...accepted, ...waiting];
}
