/** A student with classes, marks and check-ins of their own, for tests of what a person sees of themselves. */
import { eq } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, claims } from '#db/schema';
import { instantOf } from '#domain/instant';
import { classSession, enrolment, NOW, section, user } from './factories';

export type TestPerson = Awaited<ReturnType<typeof user>>;
type OfStudent = { classSessionId: number; studentId: number };

/** The instant of a wall time, in UTC unless said otherwise. */
export const at = (day: string, time = '09:00', zone = 'UTC') => instantOf(day, time, zone);

/** A student on the roll of a section of their own, from long ago and open-ended unless said otherwise. */
export async function enrolledStudent(db: Database, given: { fromDay?: string; untilDay?: string } = {}) {
  const [student, { id: sectionId }] = [await user(db), await section(db)];
  await enrolment(db, { sectionId, studentId: student.id, ...given });
  return { student, sectionId };
}

/** A class session whose register is closed and was taken. */
export function heldClassSession(db: Database, { sectionId, startsAt = NOW }: { sectionId: number; startsAt?: number }) {
  return classSession(db, { sectionId, startsAt, state: 'closed', isHeld: true });
}

/** A first mark: present, by a teacher, unless said otherwise. */
export async function mark(db: Database, given: OfStudent & Partial<typeof attendance.$inferInsert>) {
  const row = { status: 'present', source: 'teacher', actorName: 'Ms Teacher', actorRole: 'teacher', changedAt: NOW } as const;
  await db.insert(attendance).values({ version: 1, ...row, ...given });
}

/** The second version of the marks of one class session. */
export async function remark(
  db: Database,
  { classSessionId, ...given }: { classSessionId: number } & Partial<typeof attendance.$inferInsert>,
) {
  const change = { version: 2, reason: null, ...given };
  await db.update(attendance).set(change).where(eq(attendance.classSessionId, classSessionId));
}

let claimCount = 0;

/** A check-in that waits, unless said otherwise. */
export async function claim(db: Database, given: OfStudent & Partial<typeof claims.$inferInsert>) {
  const row = { deviceId: 'device', tokens: [], signature: '', deviceAt: NOW, receivedAt: NOW, reasons: [] };
  await db.insert(claims).values({ id: `claim-${++claimCount}`, verdict: 'waiting', ...row, ...given });
}
