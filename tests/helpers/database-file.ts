/** Looks into a running server's database, and changes in it what a journey cannot wait for. */
import type { InArgs } from '@libsql/client';
import { openDatabase } from '#db/client';
import { queryRows } from '#db/query';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { SchoolSettings } from '#domain/school/school';
import { dayAt, wallTimeAt } from '#domain/time';

/** Rows of one statement. The caller states their shape. */
export async function query<Row>(dbPath: string, sql: string, args: InArgs = []): Promise<Row[]> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  try {
    return (await queryRows<Row>(db, sql, args)).map((row) => ({ ...row }));
  } finally {
    db.$client.close();
  }
}

/** Changes some of the school's settings. */
export async function changeSchool(dbPath: string, settings: Partial<SchoolSettings>): Promise<void> {
  await query(dbPath, 'update school set settings = json_patch(settings, ?)', [JSON.stringify(settings)]);
}

/** A zone in which it is noon: neither end of the day is near, whatever the time here. */
export function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  // POSIX counts zones from where they are, not from Greenwich: ahead is minus.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** Makes it noon at school. */
export async function makeItNoon(dbPath: string): Promise<void> {
  await changeSchool(dbPath, { zone: noonZone() });
}

/** Longer than any class that a test adds. */
const AHEAD_MS = 2 * HOUR_MS;

/** By a day, and a little more for each, so that no two of them meet. What comes later stays: tomorrow's would be today's. */
const MOVE_BACK = `update class_sessions set day = date(day, '-1 day'), starts_at = starts_at - :dayMs - id,
    ends_at = ends_at - :dayMs - id, closes_at = closes_at - :dayMs - id
  where ends_at > :now and starts_at < :now + :aheadMs and section_id = (select s.id from sections s join courses c on c.id = s.course_id where c.title = :title)`;

/** Moves what a course's first section has on now or soon back by a day, so that a class can be added to it at any time of day. */
export async function freeSection(dbPath: string, title: string): Promise<void> {
  await query(dbPath, MOVE_BACK, { title, now: Date.now(), dayMs: DAY_MS, aheadMs: AHEAD_MS });
}

const ADD_DEMO_CLASS = `insert into class_sessions (section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, room, state)
  select s.id, :day, :startTime, :endTime, :zone, :startsAt, :endsAt, :endsAt, 'Room 12', 'scheduled'
  from sections s join courses c on c.id = s.course_id where c.title = 'Mathematics' order by s.id limit 1 returning id`;

/** A class session of the demo teacher and the demo student that began 20 minutes ago and goes on for an hour, whatever the time of
 *  day; any other of theirs is out of its way. */
export async function demoClassOfNow(dbPath: string): Promise<number> {
  await freeSection(dbPath, 'Mathematics');
  const now = Date.now();
  const [startsAt, endsAt] = [now - 20 * MINUTE_MS, now + 60 * MINUTE_MS];
  const [school] = await query<{ zone: string }>(dbPath, `select settings ->> 'zone' zone from school`);
  const zone = school?.zone ?? 'UTC';
  const local = { day: dayAt(now, zone), startTime: wallTimeAt(startsAt, zone), endTime: wallTimeAt(endsAt, zone), zone };
  const [added] = await query<{ id: number }>(dbPath, ADD_DEMO_CLASS, { ...local, startsAt, endsAt });
  return Number(added?.id);
}
