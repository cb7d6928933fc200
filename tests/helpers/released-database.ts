/** A database as an earlier release left it: its migrations and no later ones, with a mark in it. */
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

/** Makes `file` with the migrations up to and including `last`, by its tag. */
export async function releasedDatabase(file: string, last: string): Promise<void> {
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
  client.close();
}
