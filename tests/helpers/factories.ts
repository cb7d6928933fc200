/** Rows with sensible defaults, made one at a time: a test names only what it is about. Each returns the row as stored. */
import type { Database } from '#db/client';
import {
  classSessions,
  closures,
  courses,
  departments,
  enrolments,
  school,
  sectionStaff,
  sections,
  slots,
  terms,
  users,
} from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { DEFAULT_SETTINGS, type SchoolSettings } from '#domain/school/school';
import { dayAt, wallTimeAt } from '#domain/time';
import { hashPassword } from '#server/auth/password-hashing';

/** Monday 7 September 2026, 09:00 UTC: when nothing else is said, it is now. */
export const NOW = Date.UTC(2026, 8, 7, 9, 0);

/** The password behind `PASSWORD_HASH`. */
export const PASSWORD = 'correct horse battery';
/** At what hashing costs the suite. */
export const PASSWORD_HASH = await hashPassword(PASSWORD);

/** Far into the years, and the same in every run. */
let count = 0;
const next = () => ++count;

type Given<Table extends { $inferInsert: object }> = Partial<Table['$inferInsert']>;

/** The row an insert returned. */
async function one<Row>(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (row === undefined) throw new Error('nothing was inserted');
  return row;
}

/** An active student without a password, unless said otherwise. */
export function user(db: Database, given: Given<typeof users> = {}) {
  const n = next();
  const role = given.role ?? 'student';
  const row = {
    name: `${role} ${n}`,
    email: `${role}-${n}@school.test`,
    role,
    state: 'active' as const,
    createdAt: NOW,
    ...given,
  };
  return one(db.insert(users).values(row).returning());
}

/** The school's saved settings. Without it every setting has its default. */
export async function settings(db: Database, given: Partial<SchoolSettings>): Promise<SchoolSettings> {
  const row = { id: 1, settings: { ...DEFAULT_SETTINGS, ...given }, updatedAt: NOW };
  await db.insert(school).values(row).onConflictDoUpdate({ target: school.id, set: row });
  return row.settings;
}

export function department(db: Database, given: Given<typeof departments> = {}) {
  return one(
    db
      .insert(departments)
      .values({ name: `Department ${next()}`, ...given })
      .returning(),
  );
}

/** A course, in a department of its own unless said otherwise. */
export async function course(db: Database, given: Given<typeof courses> = {}) {
  const n = next();
  const departmentId = given.departmentId ?? (await department(db)).id;
  return one(
    db
      .insert(courses)
      .values({ code: `C${n}`, title: `Course ${n}`, ...given, departmentId })
      .returning(),
  );
}

/** A section, of a course of its own unless said otherwise. */
export async function section(db: Database, given: Given<typeof sections> = {}) {
  const courseId = given.courseId ?? (await course(db)).id;
  return one(
    db
      .insert(sections)
      .values({ code: `S${next()}`, ...given, courseId })
      .returning(),
  );
}

/** Makes a teacher or assistant staff of a section. */
export function staffing(db: Database, { sectionId, person }: { sectionId: number; person: { id: number; role: string } }) {
  const role = person.role === 'assistant' ? 'assistant' : 'teacher';
  return one(db.insert(sectionStaff).values({ sectionId, userId: person.id, role }).returning());
}

/** Puts a student on a section's roll, from long ago and open-ended unless said otherwise. */
export function enrolment(db: Database, given: Given<typeof enrolments> & { sectionId: number; studentId: number }) {
  return one(
    db
      .insert(enrolments)
      .values({ fromDay: '2026-01-01', ...given })
      .returning(),
  );
}

/** A scheduled class session of one hour from `startsAt` (default `NOW`), in UTC, of a section of its own unless said otherwise. */
export async function classSession(db: Database, given: Given<typeof classSessions> = {}) {
  const sectionId = given.sectionId ?? (await section(db)).id;
  const { startsAt = NOW, zone = 'UTC' } = given;
  const endsAt = given.endsAt ?? startsAt + HOUR_MS;
  const local = { day: dayAt(startsAt, zone), startTime: wallTimeAt(startsAt, zone), endTime: wallTimeAt(endsAt, zone), zone };
  const row = {
    state: 'scheduled' as const,
    ...local,
    ...given,
    startsAt,
    endsAt,
    sectionId,
    closesAt: given.closesAt ?? endsAt,
  };
  return one(db.insert(classSessions).values(row).returning());
}

/** A class session that was opened at its start and takes check-ins for 15 minutes. */
export function openClassSession(db: Database, given: Given<typeof classSessions> = {}) {
  const { startsAt = NOW } = given;
  const opened = { state: 'open' as const, revision: 1, openedAt: startsAt, checkInClosesAt: startsAt + 15 * MINUTE_MS };
  return classSession(db, { ...opened, ...given });
}

/** A term of four months around `NOW`, unless said otherwise. */
export function term(db: Database, given: Given<typeof terms> = {}) {
  const row = { name: `Term ${next()}`, fromDay: '2026-08-31', untilDay: '2026-12-18', ...given };
  return one(db.insert(terms).values(row).returning());
}

export function closure(db: Database, given: Given<typeof closures> = {}) {
  const row = { name: `Closure ${next()}`, fromDay: '2026-10-26', untilDay: '2026-10-30', ...given };
  return one(db.insert(closures).values(row).returning());
}

/** A slot on Mondays from nine to ten, of a section and a term of its own unless said otherwise. Makes no class sessions. */
export async function slot(db: Database, given: Given<typeof slots> = {}) {
  const sectionId = given.sectionId ?? (await section(db)).id;
  const termId = given.termId ?? (await term(db)).id;
  const times = { weekday: 1, startTime: '09:00', endTime: '10:00', weeks: 'every' as const };
  const row = { ...times, validFrom: '2026-08-31', validUntil: '2026-12-18', ...given, sectionId, termId };
  return one(db.insert(slots).values(row).returning());
}
