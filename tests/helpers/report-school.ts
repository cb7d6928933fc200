/** A small school of random registers, and a slow count of what its figures should be: from the rows, by rules written down here again. */
import type { Database } from '#db/client';
import { attendance, classSessions, enrolments, reasonCodes } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { SOURCES, STATUSES, type Status } from '#domain/register/attendance';
import { DEFAULT_ALERTS } from '#domain/school/alert-rule';
import { classSession, course, department, enrolment, NOW, section, settings, staffing, term, user } from './factories';

/** The same numbers in every run (mulberry32). */
export function randomNumbers(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}

type Numbers = ReturnType<typeof randomNumbers>;

/** Days that class sessions are on: ten weeks before `NOW`, Sundays too. */
const FIRST = NOW - 69 * DAY_MS;
export const dayOf = (index: number) => new Date(FIRST + index * DAY_MS).toISOString().slice(0, 10);
export const DAYS = 70;

async function reasonsOf(db: Database) {
  const meanings = [null, 'present', 'absent', 'out'] as const;
  const rows = STATUSES.flatMap((status) =>
    meanings.map((countsAs) => ({ name: `${status} as ${countsAs}`, status, countsAs, position: 0 })),
  );
  return db.insert(reasonCodes).values(rows).returning();
}

async function sectionsOf(db: Database) {
  const departments = [await department(db), await department(db)];
  const courses = await Promise.all([0, 0, 1].map((of) => course(db, { departmentId: departments[of]?.id ?? 0 })));
  const made = await Promise.all([0, 0, 1, 2].map((of) => section(db, { courseId: courses[of]?.id ?? 0 })));
  return { departments, courses, sections: made };
}

/** Rolls that begin and end anywhere, some students twice in one section. */
async function enrol(db: Database, { below, pick }: Numbers, made: { sections: { id: number }[]; students: { id: number }[] }) {
  for (const { id: studentId } of made.students) {
    for (const { id: sectionId } of made.sections) {
      if (below(10) < 3) continue;
      const [from, until] = [below(30), 40 + below(30)];
      await enrolment(db, { sectionId, studentId, fromDay: dayOf(from), untilDay: pick([dayOf(until), null]) });
      const again = { fromDay: dayOf(from + 1 + below(5)), untilDay: dayOf(from + 6 + below(30)) };
      if (below(4) === 0) await enrolment(db, { sectionId, studentId, ...again });
    }
  }
}

/** Class sessions at any hour of any day, most of them held, some open or not taken. */
async function meet(db: Database, { below, pick }: Numbers, made: { id: number }[]) {
  const taken = new Set<string>();
  for (let index = 0; index < 90; index++) {
    const { id: sectionId } = pick(made);
    const startsAt = FIRST + below(DAYS) * DAY_MS + (below(8) - 2) * HOUR_MS;
    if (taken.has(`${sectionId} ${startsAt}`)) continue;
    taken.add(`${sectionId} ${startsAt}`);
    const isHeld = below(10) < 8;
    await classSession(db, { sectionId, startsAt, state: 'closed', isHeld, closedAt: startsAt + HOUR_MS });
  }
}

/** Whoever is chronically absent is told, however few class sessions there were. */
const ALERTS = { ...DEFAULT_ALERTS, rules: { ...DEFAULT_ALERTS.rules, chronic: { isOn: true, share: 100, least: 1 } } };

/** @param seed of its registers and of the school's policy */
export async function randomSchool(db: Database, seed: number) {
  const numbers = randomNumbers(seed);
  const policy = {
    lateCredit: numbers.pick([100, 50, 33, 0]),
    excusedCounts: numbers.pick(['leaves', 'absent', 'present'] as const),
  };
  await settings(db, { ...policy, alerts: ALERTS });
  await term(db, { fromDay: dayOf(0), untilDay: dayOf(DAYS) });
  const codes = await reasonsOf(db);
  const structure = await sectionsOf(db);
  const students = await Promise.all(Array.from({ length: 30 }, () => user(db)));
  const [admin, teacher] = [await user(db, { role: 'admin' }), await user(db, { role: 'teacher' })];
  for (const { id } of structure.sections.slice(1, 3)) await staffing(db, { sectionId: id, person: teacher });
  await enrol(db, numbers, { ...structure, students });
  await meet(db, numbers, structure.sections);
  return { ...structure, numbers, policy, codes, students, admin, teacher };
}

export type RandomSchool = Awaited<ReturnType<typeof randomSchool>>;

const MARK = `insert into attendance (class_session_id, student_id, status, source, reason_code_id, version, actor_name, actor_role, changed_at)
  values (?, ?, ?, ?, ?, 1, 'x', 'teacher', ?) on conflict do update set status = excluded.status, source = excluded.source,
    reason_code_id = excluded.reason_code_id, version = version + 1, changed_at = excluded.changed_at`;

/** Marks and corrections of marks, whether or not the student is on the roll.
 *  @param at when they are made, epoch ms */
export async function markAtRandom(
  db: Database,
  { numbers, codes, students }: RandomSchool,
  { count, at }: { count: number; at: number },
) {
  const { below, pick } = numbers;
  const sessions = await db.select({ id: classSessions.id }).from(classSessions);
  const statement = () => {
    const status = below(12) === 0 ? null : pick<Status>(['present', 'present', 'present', ...STATUSES]);
    const code = below(3) === 0 ? pick(codes.filter((one) => one.status === status)) : undefined;
    return { sql: MARK, args: [pick(sessions).id, pick(students).id, status, pick(SOURCES), code?.id ?? null, at] };
  };
  await db.$client.batch(Array.from({ length: count }, statement), 'write');
}

/** What changes figures besides marks: class sessions that stop being held or move, rolls that change. */
export async function upset(db: Database, { numbers: { below, pick }, sections: made }: RandomSchool) {
  const [sessions, rolls] = [
    await db.select({ id: classSessions.id }).from(classSessions),
    await db.select({ id: enrolments.id }).from(enrolments),
  ];
  const statements = Array.from({ length: 60 }, () => {
    const kind = below(4);
    if (kind === 0) return { sql: 'update class_sessions set is_held = ? where id = ?', args: [below(3) > 0, pick(sessions).id] };
    if (kind === 1)
      return {
        sql: 'update class_sessions set day = ?, start_time = ? where id = ?',
        args: [dayOf(below(DAYS)), pick(['08:00', '13:30']), pick(sessions).id],
      };
    if (kind === 2)
      return { sql: 'update enrolments set until_day = ? where id = ?', args: [dayOf(40 + below(30)), pick(rolls).id] };
    return { sql: 'update or ignore enrolments set section_id = ? where id = ?', args: [pick(made).id, pick(rolls).id] };
  });
  await db.$client.batch(statements, 'write');
}

/** A mark that counts, with everything it may be told apart by. */
export type CountedMark = {
  classSessionId: number;
  studentId: number;
  sectionId: number;
  courseId: number;
  departmentId: number;
  day: string;
  hour: number;
  startsAt: number;
  status: Status;
  code: number;
};

export type Held = Omit<CountedMark, 'studentId' | 'status' | 'code'>;

export const marksNow = (db: Database) => db.select().from(attendance);

/** Every held class session, and every mark in one of a student who was on the roll that day.
 *  @param then the marks of another time; those of now where it is left out */
export async function readAll(
  db: Database,
  { courses, sections: made }: RandomSchool,
  then?: Awaited<ReturnType<typeof marksNow>>,
) {
  const [sessions, marks, rolls] = await Promise.all([
    db.select().from(classSessions),
    then ?? marksNow(db),
    db.select().from(enrolments),
  ]);
  const held = sessions
    .filter(({ isHeld }) => isHeld)
    .map(({ id, sectionId, day, startTime, startsAt }): Held => {
      const of = courses.find(({ id: courseId }) => made.find((one) => one.id === sectionId)?.courseId === courseId);
      return {
        classSessionId: id,
        sectionId,
        courseId: of?.id ?? 0,
        departmentId: of?.departmentId ?? 0,
        day,
        hour: Number(startTime.split(':')[0]),
        startsAt,
      };
    });
  const counted = marks.flatMap(({ classSessionId, studentId, status, reasonCodeId }): CountedMark[] => {
    const session = held.find((one) => one.classSessionId === classSessionId);
    const isOn = rolls.some(
      (roll) =>
        roll.studentId === studentId &&
        roll.sectionId === session?.sectionId &&
        roll.fromDay <= session.day &&
        (roll.untilDay ?? '9999') >= session.day,
    );
    return session && isOn && status ? [{ ...session, studentId, status, code: reasonCodeId ?? 0 }] : [];
  });
  return { held, counted };
}

/** `[earned, possible]` of a mark, in hundredths. */
export function worth({ policy, codes }: RandomSchool, { status, code }: { status: Status; code: number }): [number, number] {
  const means = codes.find(({ id }) => id === code)?.countsAs ?? null;
  if (means === 'out') return [0, 0];
  if (means) return [means === 'present' ? 100 : 0, 100];
  if (status === 'present') return [100, 100];
  if (status === 'late') return [policy.lateCredit, 100];
  if (status === 'absent') return [0, 100];
  if (policy.excusedCounts === 'leaves') return [0, 0];
  return [policy.excusedCounts === 'present' ? 100 : 0, 100];
}

/** The figures that a list of marks should give. */
export function recount(school: RandomSchool, marks: readonly CountedMark[], held: readonly Held[]) {
  const count = (status: Status) => marks.filter((mark) => mark.status === status).length;
  const [earned, possible] = [0, 1].map((side) => marks.reduce((sum, mark) => sum + (worth(school, mark)[side] ?? 0), 0));
  return {
    classSessions: held.length,
    ...{ present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') },
    ...{ earned, possible },
  };
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const at = Date.parse(`${day}T00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}
