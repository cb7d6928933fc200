/** A class to test with: a section with its teacher and assistant, students on its roll, and one class session; and what became of it. */
import { asc, eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '#db/client';
import { attendance, attendanceEvents, auditEvents, claims, type classSessions, enrolments, users } from '#db/schema';
import { type ApiOptions, api } from './api';
import { classSession, NOW, openClassSession, section, staffing, user } from './factories';

type Given = Partial<typeof classSessions.$inferInsert>;
type Wanted = { students?: number; open?: boolean; classSession?: Given };

/** Many students at once, active and on the roll from long ago. */
async function studentsOf(db: Database, sectionId: number, count: number) {
  const rows = Array.from({ length: count }, () => {
    const email = `${crypto.randomUUID()}@school.test`;
    return { name: `Student ${email.slice(0, 8)}`, email, role: 'student' as const, state: 'active' as const, createdAt: NOW };
  });
  const students = await db.insert(users).values(rows).returning();
  await db.insert(enrolments).values(students.map(({ id }) => ({ sectionId, studentId: id, fromDay: '2026-01-01' })));
  return students;
}

/** Opened at `NOW`, its start, unless said otherwise. */
export async function classroom(db: Database, { students = 1, open = true, classSession: given }: Wanted = {}) {
  const own = await section(db);
  const teacher = await user(db, { role: 'teacher' });
  const assistant = await user(db, { role: 'assistant' });
  await staffing(db, { sectionId: own.id, person: teacher });
  await staffing(db, { sectionId: own.id, person: assistant });
  const enrolled = await studentsOf(db, own.id, students);
  const session = await (open ? openClassSession : classSession)(db, { sectionId: own.id, ...given });
  const [student = teacher, friend = teacher] = enrolled;
  return { section: own, teacher, assistant, students: enrolled, student, friend, session };
}

export type Classroom = Awaited<ReturnType<typeof classroom>>;

/** What a queued action carries: an id of its own and the device's clock. */
export function action(at = NOW) {
  return { id: uuidv7(), at };
}

type Person = NonNullable<ApiOptions['actor']>;

/** Procedures called by `actor` at `now`. */
export function as(
  db: Database,
  actor: Person,
  now: number | (() => number) = NOW,
  options: Omit<ApiOptions, 'actor' | 'now'> = {},
) {
  return api(db, { actor, now, ...options }).call;
}

/** The marks of a class session, by student. */
export function marksOf(db: Database, classSessionId: number) {
  const { studentId, status, source, version, claimId, actorId, note, reason } = attendance;
  return db
    .select({ studentId, status, source, version, claimId, actorId, note, reason })
    .from(attendance)
    .where(eq(attendance.classSessionId, classSessionId))
    .orderBy(asc(studentId));
}

/** One student's mark, or null. */
export async function markOf(db: Database, { classSessionId, studentId }: { classSessionId: number; studentId: number }) {
  return (await marksOf(db, classSessionId)).find((mark) => mark.studentId === studentId) ?? null;
}

/** The history of a class session's marks, oldest first. */
export function eventsOf(db: Database, classSessionId: number) {
  return db
    .select()
    .from(attendanceEvents)
    .where(eq(attendanceEvents.classSessionId, classSessionId))
    .orderBy(asc(attendanceEvents.id));
}

/** The claims of a class session, in the order of their arrival. */
export function claimsOf(db: Database, classSessionId: number) {
  return db
    .select()
    .from(claims)
    .where(eq(claims.classSessionId, classSessionId))
    .orderBy(asc(claims.receivedAt), asc(claims.id));
}

/** What the audit log says of a class session: action, actor and detail. */
export function auditOf(db: Database, classSessionId: number) {
  const { action: what, actorId, detail } = auditEvents;
  return db
    .select({ action: what, actorId, detail })
    .from(auditEvents)
    .where(eq(auditEvents.subject, `class-session:${classSessionId}`))
    .orderBy(asc(auditEvents.id));
}
