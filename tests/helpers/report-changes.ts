/** What people do in a random school by the procedures that there are for it: leave, and corrections of marks. */
import type { Database } from '#db/client';
import { DAY_MS } from '#domain/duration';
import { STATUSES } from '#domain/register/attendance';
import { action, as } from './classroom';
import { DAYS, dayOf, type RandomSchool, readAll } from './report-school';

/** Before the first class session: leave is asked for in advance. */
const BEFORE = Date.parse(`${dayOf(0)}T00:00Z`) - DAY_MS;

/** Students ask for leave, an administrator approves, and takes some of it back.
 *  @param count of students
 *  @param at when it is decided, epoch ms */
export async function takeLeave(db: Database, school: RandomSchool, { count, at }: { count: number; at: number }) {
  const { below, pick } = school.numbers;
  const excuses = school.codes.filter(({ status }) => status === 'excused');
  for (const student of school.students.slice(0, count)) {
    const from = below(DAYS);
    const days = { fromDay: dayOf(from), untilDay: dayOf(from + below(20)) };
    const asked = {
      ...action(BEFORE),
      studentId: student.id,
      ...days,
      reason: 'A family matter.',
      reasonCodeId: pick(excuses).id,
    };
    const { leaveId } = await as(db, student, BEFORE).leave.request(asked);
    const { leave } = as(db, school.admin, at);
    await leave.decide({ ...action(at), leaveId, decision: 'approve' });
    if (below(3) === 0) await leave.decide({ ...action(at), leaveId, decision: 'decline', from: 'approved' });
  }
}

/** Students ask for corrections, and an administrator decides them one way or the other.
 *  @param at when, epoch ms */
export async function correctMarks(db: Database, school: RandomSchool, { count, at }: { count: number; at: number }) {
  const { pick } = school.numbers;
  const { counted } = await readAll(db, school);
  const step = Math.max(1, Math.floor(counted.length / count));
  for (const mark of counted.filter((_, index) => index % step === 0).slice(0, count)) {
    const student = school.students.find(({ id }) => id === mark.studentId) ?? school.admin;
    const wanted = pick(STATUSES.filter((status) => status !== mark.status));
    const code = pick([undefined, ...school.codes.filter(({ status }) => status === wanted)]);
    const { classSessionId, studentId } = mark;
    const asked = { ...action(at), classSessionId, studentId, wanted, reason: 'I was there.', reasonCodeId: code?.id };
    const { correctionId } = await as(db, student, at).correction.request(asked);
    const decision = pick(['approve', 'approve', 'decline'] as const);
    await as(db, school.admin, at).correction.decide({ ...action(at), correctionId, decision });
  }
}
