/** A database as an earlier release left it: its migrations and no later ones, with a mark in it, or many. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { MIGRATIONS_FOLDER } from '#db/known-schema';

type Migration = { tag: string; when: number };

/** The migrations, in their order. */
export const MIGRATIONS: Migration[] = JSON.parse(
  readFileSync(path.join(MIGRATIONS_FOLDER, 'meta/_journal.json'), 'utf8'),
).entries;

/** Columns that every release had. */
const A_MARK = `
  insert into school (id, settings, updated_at) values (1, '{"name":"Hill School"}', 0);
  insert into users (id, email, name, role, state, created_at) values (7, 'ada@school.test', 'Ada', 'student', 'active', 0);
  insert into departments (id, name) values (1, 'Science');
  insert into courses (id, department_id, code, title) values (1, 1, 'PHY', 'Physics');
  insert into sections (id, course_id, code) values (1, 1, 'A');
  insert into enrolments (section_id, student_id, from_day) values (1, 7, '2026-01-01');
  insert into class_sessions (id, section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, state)
    values (3, 1, '2026-09-07', '09:00', '10:00', 'UTC', 1000, 2000, 2000, 'open');
  insert into attendance (class_session_id, student_id, status, source, version, actor_name, actor_role, changed_at)
    values (3, 7, 'present', 'teacher', 1, 'Grace', 'teacher', 1500);`;

const DAYS = JSON.stringify(Array.from({ length: 25 }, (_, day) => day));

/** Three students, one of whom leaves, in two sections over more than three weeks; marks that were changed since, and registers not taken. */
const MANY_MARKS = `
  insert into users (id, email, name, role, state, created_at)
    select value, value || '@school.test', 'Student ' || value, 'student', 'active', 0 from json_each('[11, 12, 13]');
  insert into sections (id, course_id, code) values (2, 1, 'B');
  insert into enrolments (section_id, student_id, from_day, until_day)
    select s.id, u.id, '2026-09-01', iif(u.id = 12, '2026-09-20', null) from sections s, users u where u.id > 10;
  insert into class_sessions (id, section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, closed_at, state, is_held)
    select 10 + value, 1 + value % 2, date('2026-09-07', value || ' days'), iif(value % 3, '09:00', '13:30'), '14:30', 'UTC',
      10000 + 10 * value, 10001 + 10 * value, 10001 + 10 * value, 10001 + 10 * value, 'closed', value % 5 <> 0 from json_each('${DAYS}');
  insert into attendance (class_session_id, student_id, status, source, version, actor_name, actor_role, changed_at)
    select cs.id, u.id, iif((cs.id * u.id) % 3, 'present', iif(cs.id % 2, 'absent', 'late')), 'teacher', 1, 'Grace', 'teacher', 1500
    from class_sessions cs, users u where cs.id >= 10 and u.id > 10;
  update attendance set status = 'excused', version = 2, changed_at = 1600 where student_id <> 12 and class_session_id % 4 = 3;
  update enrolments set until_day = '2026-09-25' where student_id = 13 and section_id = 2;`;

const FIRST_WITH_REASONS = '0008_corrections';
const REASONS = `
  insert into reason_codes (id, name, status, counts_as, position)
    values (1, 'Trip', 'excused', 'out', 0), (2, 'Illness', 'excused', 'absent', 1), (3, 'Online', 'absent', 'present', 2);
  update attendance set version = version + 1, changed_at = 1700,
    reason_code_id = iif(status = 'absent', 3, 1 + class_session_id % 8 / 4) where status in ('absent', 'excused');`;

/** Makes `file` with the migrations up to and including `last`, by its tag.
 *  @param isFull whether there is more in it than one mark, which counts nowhere yet */
export async function releasedDatabase(file: string, last: string, isFull = false): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  await client.execute('pragma synchronous=off');
  await client.execute('create table __drizzle_migrations (id serial primary key, hash text not null, created_at numeric)');
  for (const { tag, when } of MIGRATIONS.slice(0, MIGRATIONS.findIndex(({ tag }) => tag === last) + 1)) {
    const text = readFileSync(path.join(MIGRATIONS_FOLDER, `${tag}.sql`), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) await client.executeMultiple(statement);
    const hash = createHash('sha256').update(text).digest('hex');
    await client.execute({ sql: 'insert into __drizzle_migrations (hash, created_at) values (?, ?)', args: [hash, when] });
  }
  await client.executeMultiple(A_MARK);
  if (isFull) await client.executeMultiple(MANY_MARKS);
  if (isFull && last >= FIRST_WITH_REASONS) await client.executeMultiple(REASONS);
  client.close();
}
