/** Looks into a running server's database, and changes in it what a journey cannot wait for. */
import type { InArgs } from '@libsql/client';
import { openDatabase } from '#db/client';
import { queryRow, queryRows } from '#db/query';
import { DAY_MS, MINUTE_MS } from '#domain/duration';
import type { SchoolSettings } from '#domain/school';

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

/** Makes it noon at school: neither end of the day is near, whatever the time here. */
export async function makeItNoon(dbPath: string): Promise<void> {
  const ahead = 12 - new Date().getUTCHours();
  // POSIX counts zones from where they are, not from Greenwich: ahead is minus.
  await changeSchool(dbPath, { zone: `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}` });
}

const MOVE_BACK = `update class_sessions set day = date(day, '-1 day'), starts_at = starts_at - :dayMs, ends_at = ends_at - :dayMs,
    closes_at = closes_at - :dayMs
  where ends_at > :now and section_id = (select s.id from sections s join courses c on c.id = s.course_id where c.title = :title)`;

/** Moves what a section has on now or later back by a day, so that a class can be added to it at any time of day. */
export async function freeSection(dbPath: string, title: string): Promise<void> {
  await query(dbPath, MOVE_BACK, { title, now: Date.now(), dayMs: DAY_MS });
}

const DEMO_CLASS = `select cs.id from class_sessions cs join section_staff st on st.section_id = cs.section_id
    join users t on t.id = st.user_id and t.email = 'teacher@demo.school'
    join enrolments e on e.section_id = cs.section_id join users s on s.id = e.student_id and s.email = 'student@demo.school'
  where cs.state = 'scheduled' and cs.starts_at <= :now and cs.ends_at > :now`;

const HOLD = 'update class_sessions set starts_at = :startsAt, ends_at = :endsAt, closes_at = :endsAt where id = :id';

const READY_WITHIN_MS = 30_000;

/** The class session that the demo teacher has now, moved so that it began 20 minutes ago and goes on for an hour, whatever the
 *  time of day. A job of the server adds it shortly after the start.
 *  @throws when there is none */
export async function demoClassOfNow(dbPath: string): Promise<number> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  try {
    for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; ) {
      const now = Date.now();
      const found = await queryRow<{ id: number }>(db, DEMO_CLASS, { now });
      const times = { startsAt: now - 20 * MINUTE_MS, endsAt: now + 60 * MINUTE_MS };
      if (found) await db.$client.execute({ sql: HOLD, args: { id: found.id, ...times } });
      if (found) return found.id;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    db.$client.close();
  }
  throw new Error('The demo teacher has no class session now.');
}
