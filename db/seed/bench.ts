/**
 * A large made-up school for measuring, written in portions so that memory stays flat.
 *
 * Every section meets once a school day, and every student attends `perDay` sections, each at an hour of its own:
 *   marks       = students × perDay × days      (10,000 × 5 × 20 = 1,000,000)
 *   per section = students × perDay ÷ sections  (10,000 × 5 ÷ 400 = 125 students)
 */
import type { InStatement } from '@libsql/client';
import type { Database } from '#db/client';
import * as schema from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import { checkInClosesAt } from '#domain/register/class-session';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { addDays, dayAt, isWeekend, wallTimeAt, weekdayOf } from '#domain/time';
import { type IdsBefore, insertRows, loadIdsBefore } from './insert';
import { nameOf } from './names';
import { setSettings } from './settings';

export type BenchOptions = {
  students: number;
  sections: number;
  /** School days that lie behind, each with its closed registers. */
  days: number;
  /** Sections a student attends a day, 1 to 12; 5 unless there are fewer sections. */
  perDay?: number;
  now: number;
  passwordHash: string;
  /** The sections of the first hour, of which every student has one, have a class session running at `now`, still to be opened. */
  openNow?: boolean;
  /** Told after each portion. */
  onProgress?: (marks: number, of: number) => void;
};

const ZONE = 'Europe/London';
const SECTIONS_A_COURSE = 10;
const FIRST_LESSON_MINUTES = 8 * 60;
const LESSON_EVERY_MINUTES = 70;
const LESSON_MINUTES = 60;
const DAYS_AHEAD = 5;
/** Marks of one commit. */
const MARKS_AT_ONCE = 25_000;
const ROWS_AT_ONCE = 25_000;

type Range = { from: number; until: number };
type Bench = Required<Pick<BenchOptions, 'students' | 'sections' | 'perDay' | 'now' | 'passwordHash'>> & {
  ids: IdsBefore;
  pastDays: string[];
  futureDays: string[];
};

/** Fills a database with a school of this size: `bench-00001@bench.school` and on, `bench-teacher@bench.school` who staffs every
 *  section, `bench-admin@bench.school`. The first section has the lowest id.
 *  @returns how many marks were made
 *  @throws LibsqlError when it is there already; portions written before a failure stay */
export async function seedBenchSchool(db: Database, options: BenchOptions): Promise<number> {
  const { students, sections, now, onProgress = () => {} } = options;
  const perDay = Math.min(options.perDay ?? 5, sections);
  const today = dayAt(now, ZONE);
  const days = { pastDays: schoolDays(today, -1, options.days), futureDays: schoolDays(today, 1, DAYS_AHEAD) };
  const bench: Bench = { ...options, ...days, perDay, ids: await loadIdsBefore(db.$client) };
  const write = (statements: InStatement[]) => db.$client.batch(statements, 'write');

  await write([...addSchool(bench), ...addSections(bench)]);
  for (const range of portions(students, ROWS_AT_ONCE / perDay)) await write(addStudents(bench, range));
  for (const day of [...bench.pastDays, ...bench.futureDays]) await write(addDayOfClasses(bench, day));
  if (options.openNow) await write(addRunningClasses(bench));

  const registers = sections * bench.pastDays.length;
  const perRegister = (students * perDay) / sections;
  for (const range of portions(registers, MARKS_AT_ONCE / perRegister)) {
    await write(addMarks(bench, range));
    onProgress(Math.round(range.until * perRegister), registers * perRegister);
  }
  return registers * perRegister;
}

/** `count` weekdays next to `today`, which is not among them, in order of time. */
function schoolDays(today: string, step: 1 | -1, count: number): string[] {
  const days: string[] = [];
  for (let day = addDays(today, step); days.length < count; day = addDays(day, step))
    if (!isWeekend(weekdayOf(day))) days.push(day);
  return days.sort();
}

/** Cuts 0..total into ranges of at most `size`, `until` excluded. */
function portions(total: number, size: number): Range[] {
  const length = Math.max(1, Math.floor(size));
  return Array.from({ length: Math.ceil(total / length) }, (_, index) => ({
    from: index * length,
    until: Math.min(total, (index + 1) * length),
  }));
}

function numbers({ from, until }: Range): number[] {
  return Array.from({ length: until - from }, (_, index) => from + index);
}

const teacherId = ({ ids }: Bench) => ids(schema.users) + 1;
const firstStudentId = ({ ids }: Bench) => ids(schema.users) + 3;

function addSchool({ ids, now, passwordHash, pastDays, futureDays }: Bench): InStatement[] {
  const account = { passwordHash, state: 'active' as const, createdAt: now, approvedAt: now };
  const term = { name: 'Bench term', fromDay: pastDays[0] ?? dayAt(now, ZONE), untilDay: futureDays.at(-1) ?? dayAt(now, ZONE) };
  return [
    setSettings({ ...DEFAULT_SETTINGS, name: 'Bench School', zone: ZONE }, now),
    ...insertRows(schema.users, [
      { id: ids(schema.users) + 1, email: 'bench-teacher@bench.school', name: 'Bench Teacher', role: 'teacher', ...account },
      { id: ids(schema.users) + 2, email: 'bench-admin@bench.school', name: 'Bench Admin', role: 'admin', ...account },
    ]),
    ...insertRows(schema.departments, [{ id: ids(schema.departments) + 1, name: 'Bench department' }]),
    ...insertRows(schema.terms, [term]),
  ];
}

function addSections(bench: Bench): InStatement[] {
  const { ids, sections } = bench;
  const courses = numbers({ from: 0, until: Math.ceil(sections / SECTIONS_A_COURSE) });
  const all = numbers({ from: 0, until: sections });
  return [
    ...insertRows(
      schema.courses,
      courses.map((index) => ({
        ...{ id: ids(schema.courses) + index + 1, departmentId: ids(schema.departments) + 1 },
        ...{ code: `B${String(index + 1).padStart(3, '0')}`, title: `Bench course ${index + 1}` },
      })),
    ),
    ...insertRows(
      schema.sections,
      all.map((index) => ({
        ...{ id: sectionId(bench, index), courseId: ids(schema.courses) + Math.floor(index / SECTIONS_A_COURSE) + 1 },
        code: String((index % SECTIONS_A_COURSE) + 1),
      })),
    ),
    ...insertRows(
      schema.sectionStaff,
      all.map((index) => ({ sectionId: sectionId(bench, index), userId: teacherId(bench), role: 'teacher' as const })),
    ),
  ];
}

const sectionId = ({ ids }: Bench, index: number) => ids(schema.sections) + index + 1;

/** Students and their enrolments: at each hour one of the sections that meet then, with other classmates every hour. */
function addStudents(bench: Bench, range: Range): InStatement[] {
  const { sections, perDay, now, passwordHash, pastDays } = bench;
  const account = { role: 'student' as const, state: 'active' as const, passwordHash, createdAt: now, approvedAt: now };
  const fromDay = pastDays[0] ?? dayAt(now, ZONE);
  const sectionsOf = (student: number) =>
    numbers({ from: 0, until: perDay }).map((hour) => {
      const choices = Math.ceil((sections - hour) / perDay);
      return ((student + Math.floor(student / choices) * hour) % choices) * perDay + hour;
    });
  return [
    ...insertRows(
      schema.users,
      numbers(range).map((index) => ({
        ...{ id: firstStudentId(bench) + index, email: `bench-${String(index + 1).padStart(5, '0')}@bench.school` },
        ...{ name: nameOf(index), ...account },
      })),
    ),
    ...insertRows(
      schema.enrolments,
      numbers(range).flatMap((index) =>
        sectionsOf(index).map((section) => ({
          sectionId: sectionId(bench, section),
          studentId: firstStudentId(bench) + index,
          fromDay,
        })),
      ),
    ),
  ];
}

function wallTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Every section's class session of one day: closed when the day is past, but not yet held, because marks come first. */
function addDayOfClasses(bench: Bench, day: string): InStatement[] {
  const { ids, sections, perDay, pastDays, now } = bench;
  const dayNumber = [...pastDays, ...bench.futureDays].indexOf(day);
  const rows = numbers({ from: 0, until: sections }).map((index) => {
    const minutes = FIRST_LESSON_MINUTES + (index % perDay) * LESSON_EVERY_MINUTES;
    const times = { day, startTime: wallTime(minutes), endTime: wallTime(minutes + LESSON_MINUTES), zone: ZONE };
    const startsAt = instantOf(day, times.startTime, ZONE);
    const endsAt = startsAt + LESSON_MINUTES * MINUTE_MS;
    const isPast = dayNumber < pastDays.length;
    return {
      ...{ id: ids(schema.classSessions) + dayNumber * sections + index + 1, sectionId: sectionId(bench, index), ...times },
      ...{
        startsAt,
        endsAt,
        closesAt: endsAt,
        room: `Room ${index + 1}`,
        state: isPast ? ('closed' as const) : ('scheduled' as const),
      },
      ...{ openedAt: isPast ? startsAt : null, openedById: isPast ? teacherId(bench) : null },
      checkInClosesAt: isPast ? checkInClosesAt({ startsAt, endsAt, openedAt: startsAt }, 15) : null,
      closedAt: isPast ? endsAt : null,
      isLocked: isPast && endsAt + DEFAULT_SETTINGS.lockDays * DAY_MS <= now,
    };
  });
  return insertRows(schema.classSessions, rows);
}

/** Class sessions that began within the last five minutes, of the sections that meet at the first hour. */
function addRunningClasses(bench: Bench): InStatement[] {
  const startsAt = Math.floor(bench.now / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const endsAt = startsAt + HOUR_MS;
  const times = {
    day: dayAt(startsAt, ZONE),
    startTime: wallTimeAt(startsAt, ZONE),
    endTime: wallTimeAt(endsAt, ZONE),
    zone: ZONE,
  };
  const meeting = { ...times, startsAt, endsAt, closesAt: endsAt, state: 'scheduled' as const };
  const first = numbers({ from: 0, until: bench.sections }).filter((index) => index % bench.perDay === 0);
  return insertRows(
    schema.classSessions,
    first.map((index) => ({ sectionId: sectionId(bench, index), ...meeting, room: `Room ${index + 1}` })),
  );
}

/** Luck from 0 to 999, spread over students and class sessions. Every 23rd student is often away. */
const MARK_ROLL = `insert into attendance
    (class_session_id, student_id, status, source, version, actor_id, actor_name, actor_role, changed_at)
  select id, student_id,
    case when luck < missing then 'absent' when luck < missing + 10 then 'excused' when luck < missing + 50 then 'late' else 'present' end,
    case when luck < missing then 'auto' when luck < missing + 10 then 'teacher' else 'qr' end, 1,
    case when luck < missing then null when luck < missing + 10 then opened_by_id else student_id end,
    case when luck < missing then 'Muster' when luck < missing + 10 then 'Bench Teacher' else name end,
    case when luck < missing then 'system' when luck < missing + 10 then 'teacher' else 'student' end,
    case when luck < missing then closed_at when luck < missing + 10 then starts_at + 20 * 60000
      when luck < missing + 50 then starts_at + 660000 + luck * 100 else starts_at + luck * 500 end
  from (select cs.id, cs.starts_at, cs.closed_at, cs.opened_by_id, e.student_id, u.name,
      (e.student_id * 7919 + cs.id * 613) % 1000 luck, case when e.student_id % 23 = 7 then 280 else 40 end missing
    from class_sessions cs join enrolments e on e.section_id = cs.section_id join users u on u.id = e.student_id
    where cs.id between :first and :last order by cs.id, e.student_id)`;

const HOLD = 'update class_sessions set is_held = 1 where id between :first and :last';

/** The marks of a range of past class sessions; then they count. */
function addMarks({ ids }: Bench, { from, until }: Range): InStatement[] {
  const args = { first: ids(schema.classSessions) + from + 1, last: ids(schema.classSessions) + until };
  return [
    { sql: MARK_ROLL, args },
    { sql: HOLD, args },
  ];
}
