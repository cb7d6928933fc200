/** A term of a school for alerts, day by day: registers, corrections, excuses, late claims and changes of the roll, all by chance.
 *  What there should be of them is `alert-count.ts`'s. */
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { enrolments, sections, users } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { classSession, course, term, user } from './factories';
import { randomNumbers } from './report-school';

/** A Monday. */
const FIRST = Date.UTC(2026, 8, 7, 8);
export const WEEKS = 6;
const SECTIONS = 20;
const STUDENTS = 500;
const OF_EACH = 3;

export const startOf = (day: number) => FIRST + day * DAY_MS;
const dayOf = (day: number) => new Date(startOf(day)).toISOString().slice(0, 10);

export type AlertSchool = Awaited<ReturnType<typeof alertSchool>>;

/** Five hundred students of three classes each, which meet twice a week. */
export async function alertSchool(db: Database) {
  const numbers = randomNumbers(11);
  await term(db, { name: 'Autumn', fromDay: '2026-09-01', untilDay: '2026-12-18' });
  const admin = await user(db, { role: 'admin', name: 'Office' });
  const { id: courseId } = await course(db, { title: 'Biology' });
  const codes = Array.from({ length: SECTIONS }, (_, index) => ({ courseId, code: `B${index}` }));
  const made = await db.insert(sections).values(codes).returning();
  const names = Array.from({ length: STUDENTS }, (_, index) => `Pupil-${index}`);
  const person = (name: string) => ({
    name,
    // No mail reaches them: those that go are their guardians'.
    email: `${name}${NO_ADDRESS_DOMAIN}`,
    role: 'student' as const,
    state: 'active' as const,
    createdAt: 0,
  });
  const students = await db.insert(users).values(names.map(person)).returning({ id: users.id });
  const rolls = students.flatMap(({ id: studentId }, index) =>
    Array.from({ length: OF_EACH }, (_, nth) => ({
      ...{ studentId, sectionId: made[(index + nth * 6) % SECTIONS]?.id ?? 0 },
      fromDay: dayOf(numbers.below(10) === 0 ? 14 : -10),
    })),
  );
  await db.insert(enrolments).values(rolls);
  const sessions = new Map<number, number[]>();
  for (let week = 0; week < WEEKS; week++)
    for (const [index, { id: sectionId }] of made.entries())
      for (const weekday of index % 2 === 0 ? [0, 2] : [1, 3]) {
        const day = week * 7 + weekday;
        const { id } = await classSession(db, { sectionId, startsAt: startOf(day) + (index % 4) * HOUR_MS });
        sessions.set(day, [...(sessions.get(day) ?? []), id]);
      }
  await db.$client.execute(`insert into reason_codes (name, status, counts_as, position) values
    ('Trip', 'absent', 'out', 0), ('Illness', 'excused', 'absent', 1), ('Online', 'absent', 'present', 2)`);
  // How often each comes, of a hundred.
  const habits = new Map(students.map(({ id }) => [id, numbers.pick([98, 95, 92, 88, 80, 60])]));
  return { admin, sections: made, students, sessions, habits, numbers };
}

type Numbers = AlertSchool['numbers'];

const MARK = `insert into attendance (class_session_id, student_id, status, source, reason_code_id, version, actor_name, actor_role, changed_at)
  values (?, ?, ?, ?, (select id from reason_codes where name = ?), 1, 'x', 'teacher', ?) on conflict do update set
    status = excluded.status, source = excluded.source, reason_code_id = excluded.reason_code_id, version = version + 1`;

type Given = { status: string; reason: string | null };

function given({ below, pick }: Numbers): Given {
  if (below(100) < 6) return { status: 'excused', reason: pick([null, null, 'Illness']) };
  if (below(100) < 4) return { status: 'absent', reason: pick(['Trip', 'Online']) };
  return { status: below(100) < 10 ? 'late' : 'present', reason: null };
}

const mark = (sessionId: number, studentId: number, { status, reason }: Given, source = 'teacher') => ({
  sql: MARK,
  args: [sessionId, studentId, status, source, reason, FIRST],
});

const ROLL = `select e.student_id studentId, cs.id sessionId from class_sessions cs join enrolments e on e.section_id = cs.section_id
  and e.from_day <= cs.day and (e.until_day is null or e.until_day >= cs.day) where cs.id in (select value from json_each(?))`;

const CLAIM = `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, reasons)
  values (?, ?, ?, 'device', '[]', '', 0, 0, 'waiting', 'present', '["few-windows"]')`;

/** The registers of a day are opened and marked; whoever does not come stays unmarked, and a few claims wait. */
export async function holdClasses(db: Database, { sessions, habits, numbers }: AlertSchool, day: number) {
  const ids = sessions.get(day) ?? [];
  const roll = (await db.$client.execute({ sql: ROLL, args: [JSON.stringify(ids)] })).rows as unknown as {
    studentId: number;
    sessionId: number;
  }[];
  const open = "update class_sessions set state = 'open', opened_at = starts_at, check_in_closes_at = starts_at where id = ?";
  const marks = roll.flatMap(({ studentId, sessionId }) => {
    const comes = numbers.below(100) < (habits.get(studentId) ?? 0);
    if (!comes && numbers.below(20) === 0) return [{ sql: CLAIM, args: [crypto.randomUUID(), sessionId, studentId] }];
    return comes || numbers.below(20) === 0 ? [mark(sessionId, studentId, given(numbers))] : [];
  });
  await db.$client.batch([...ids.map((id) => ({ sql: open, args: [id] })), ...marks], 'write');
}

export type Waiting = { id: string; sessionId: number; studentId: number };
/** Claims that wait for staff. */
export const WAITING = `select id, class_session_id sessionId, student_id studentId from claims where verdict = 'waiting'`;
const SETTLE = `update claims set verdict = ?, settled_at = 1 where id = ?`;

/** About half of what waits is settled: accepted, or the student is absent. */
export async function settleClaims(db: Database, { numbers }: AlertSchool) {
  const statements = (await queryRows<Waiting>(db, WAITING)).flatMap(({ id, sessionId, studentId }) => {
    if (numbers.below(2) === 0) return [];
    const isAccepted = numbers.below(2) === 0;
    return [
      { sql: SETTLE, args: [isAccepted ? 'accepted' : 'refused', id] },
      mark(sessionId, studentId, { status: isAccepted ? 'present' : 'absent', reason: null }),
    ];
  });
  if (statements.length > 0) await db.$client.batch(statements, 'write');
}

/** All that are absent, and some of the others. */
const SETTLED = `select a.class_session_id sessionId, a.student_id studentId, a.status from attendance a
  join class_sessions cs on cs.id = a.class_session_id where cs.is_held and (a.status = 'absent'
    or a.status = 'present' and (a.student_id + a.class_session_id) % 20 = 0) order by a.status, 1, 2`;

/** Marks of earlier days are corrected, one way and the other. */
export async function correct(db: Database, { numbers }: AlertSchool, count: number) {
  const rows = await queryRows<{ sessionId: number; studentId: number; status: string }>(db, SETTLED);
  if (rows.length === 0) return;
  const absent = rows.filter(({ status }) => status === 'absent');
  const statements = Array.from({ length: count }, () => {
    const { sessionId, studentId, status } = numbers.pick(numbers.below(4) === 0 ? rows : absent);
    const to = status === 'present' ? { status: 'absent', reason: null } : given(numbers);
    return mark(sessionId, studentId, to, 'admin');
  });
  await db.$client.batch(statements, 'write');
}

/** Rolls end, begin again, or begin earlier. */
export async function changeRolls(db: Database, { numbers }: AlertSchool, day: number) {
  const rows = await queryRows<{ id: number }>(db, 'select id from enrolments');
  const statements = Array.from({ length: 12 }, () => {
    const { id } = numbers.pick(rows);
    const until = numbers.pick([dayOf(day - numbers.below(10)), null]);
    return numbers.below(3) === 0
      ? { sql: 'update enrolments set from_day = ? where id = ? and until_day is null', args: [dayOf(numbers.below(day)), id] }
      : {
          sql: 'update enrolments set until_day = ? where id = ? and from_day <= coalesce(?, from_day)',
          args: [until, id, until],
        };
  });
  await db.$client.batch(statements, 'write');
}

/** A register is opened again; it closes with those of the next day. */
export async function reopen(db: Database, { numbers, sessions }: AlertSchool, day: number) {
  const id = numbers.pick(sessions.get(day - 7) ?? [0]);
  const sql = `update or ignore class_sessions set state = 'open', is_held = 0, closed_at = null, closes_at = ? where id = ? and is_held`;
  await db.$client.execute({ sql, args: [startOf(day) + DAY_MS, id] });
}
