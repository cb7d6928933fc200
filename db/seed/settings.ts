/** Settings of a made-up school. A school that people use already keeps its own. */
import type { InStatement } from '@libsql/client';
import type { Database } from '#db/client';
import { queryRow } from '#db/query';
import type { SchoolSettings } from '#domain/school/school';

const SET = `insert into school (id, settings, updated_at) values (1, ?, ?)
  on conflict (id) do update set settings = excluded.settings, updated_at = excluded.updated_at
  where not exists (select 1 from users)`;

/** Comes before the people in a batch: afterwards the school is in use. */
export function setSettings(settings: SchoolSettings, now: number): InStatement {
  return { sql: SET, args: [JSON.stringify(settings), now] };
}

/** The zone of a school that people use already, or null. */
export async function zoneInUse(db: Database): Promise<string | null> {
  const row = await queryRow<{ zone: string }>(
    db,
    `select settings ->> 'zone' zone from school where id = 1 and exists (select 1 from users)`,
  );
  return row?.zone ?? null;
}
