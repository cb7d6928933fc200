/**
 * The statements that write what an import decided, for `import-undo-writes` to take back. Each is one statement for any number of rows of a table: the
 * changes travel as one JSON parameter, and the database notes every row before and after by itself (`import_changes`). By hand,
 * because the rows come out of JSON and the statements are made for every table alike.
 */
import { sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { columnNames } from '#db/columns';
import { courses, departments, enrolments, sectionStaff, sections, slots, terms, users } from '#db/schema';
import { IMPORT_TABLES, type ImportColumns, type ImportTable, type Op } from '#domain/import/import';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { endKeysOf, sectionsOfStaff } from '#server/context/code-revision';
import type { Services, Write } from '#server/context/context';
import { endCoversOf } from '#server/services/class-session/cover-notice';
import { beforeAddressChange } from '#server/services/person/address-change';

/** The schema's name of a stored column. */
type Named<Column extends string> = Column extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Named<Tail>>}` : Column;

/** A column that an import writes and the schema no longer has does not compile. */
const TABLES = { departments, courses, terms, users, sections, section_staff: sectionStaff, enrolments, slots } satisfies {
  [Table in ImportTable]: Record<Named<ImportColumns[Table]>, SQLiteColumn>;
};

/** Columns that refer to another table, and what a row of that table is known by before it has an id. */
const REFERENCES: Record<string, { table: string; by: string }> = {
  department_id: { table: 'departments', by: 'name' },
  course_id: { table: 'courses', by: 'code' },
  term_id: { table: 'terms', by: 'sourced_id' },
  section_id: { table: 'sections', by: 'sourced_id' },
  student_id: { table: 'users', by: 'email' },
  user_id: { table: 'users', by: 'email' },
};

/** Never copied, and no business of an import. Whether there is one tells whether somebody has used an account. */
const SECRET = 'password_hash';
/** What only the person and the school decide: no file, and no undoing of one, has a say in it. */
const PERSONAL = ['email_confirmed_at', 'requested_name'];

/** The columns that name a row. */
export const keysOf = (table: ImportTable): string[] => (table === 'section_staff' ? ['section_id', 'user_id'] : ['id']);
/** The columns that an import and its undoing copy. */
export const columnsOf = (table: ImportTable): string[] =>
  columnNames(TABLES[table]).filter((column) => column !== SECRET && !PERSONAL.includes(column));
/** Those that change. */
export const changeable = (table: ImportTable): string[] => columnsOf(table).filter((column) => !keysOf(table).includes(column));

/** What the row `alias` is, as JSON text that is equal exactly when the row is. */
export function snapshot(table: ImportTable, alias: string): string {
  const parts = columnsOf(table).map((column) => `'${column}', ${alias}.${column}`);
  return `json_object(${[...parts, ...(table === 'users' ? [`'has_password', ${alias}.${SECRET} is not null`] : [])].join(', ')})`;
}

const keyJson = (table: ImportTable, alias: string) =>
  `json_object(${keysOf(table)
    .map((key) => `'${key}', ${alias}.${key}`)
    .join(', ')})`;

/** The row `alias` is the one that JSON `source` names under `path`. */
export function isKeyed(table: ImportTable, alias: string, source: string, path = ''): string {
  return keysOf(table)
    .map((key) => `${alias}.${key} = ${source} ->> '$${path}.${key}'`)
    .join(' and ');
}

/** A column of a new row: a reference by name becomes the id it means by now. */
function newValue(column: string): string {
  const value = `o.value ->> '$.values.${column}'`;
  const reference = REFERENCES[column];
  if (!reference) return value;
  return `case when typeof(${value}) = 'text' then (select id from ${reference.table} where ${reference.by} = ${value}) else ${value} end`;
}

/** What tells a slot from others, as a file has it. */
const SLOT_KEY = ['section_id', 'term_id', 'weekday', 'start_time', 'weeks', 'valid_from', 'valid_until'];

/** The row `t` has the new values of some columns. */
const isSame = (columns: string[]) => columns.map((column) => `t.${column} = ${newValue(column)}`).join(' and ');

/** What finds a row that was just made. */
function isMade(table: ImportTable): string {
  switch (table) {
    case 'departments':
      return isSame(['name']);
    case 'courses':
      return isSame(['code']);
    case 'users':
      return isSame(['email']);
    case 'sections':
    case 'terms':
      return isSame(['sourced_id']);
    case 'section_staff':
      return isSame(['section_id', 'user_id']);
    case 'enrolments':
      return isSame(['section_id', 'student_id', 'from_day']);
    case 'slots':
      return isSame(SLOT_KEY);
  }
}

/** One change with its place in the batch. */
export type PlacedOp = { position: number; op: Op };

/** Places of changes: each row of the file has this many. Its changes stand at every second one; former versions used those between. */
export const ROW_STRIDE = 4_096;

/** Changes with their places, which follow from their row: whoever writes them twice fails at the second time. */
export function placed(rowPosition: number, ops: Op[]): PlacedOp[] {
  return ops.map((op, index) => ({ position: rowPosition * ROW_STRIDE + index * 2, op }));
}

const NOTE = 'insert into import_changes (batch_id, position, table_name, row_key, before, after)';
const POSITION = `o.value ->> '$.position'`;

function creations(table: ImportTable, columns: string[]): string[] {
  return [
    `insert into ${table} (${columns.join(', ')}) select ${columns.map(newValue).join(', ')} from json_each(:ops) o`,
    `${NOTE} select :batchId, ${POSITION}, '${table}', ${keyJson(table, 't')}, null, ${snapshot(table, 't')}
      from json_each(:ops) o join ${table} t on ${isMade(table)}`,
  ];
}

/** Addresses that changes bring, by whose they become; no file changes an administrator. */
const newAddresses = (ops: string) => sql`select t.id userId, o.value ->> '$.values.email' email
  from json_each(${ops}) o join users t on t.id = o.value ->> '$.key.id' where t.role <> 'admin'`;

/** The column of a table that no two rows share: a row lets go of its value before any takes another's. */
export const PARKED: Partial<Record<ImportTable, 'email' | 'code' | 'name' | 'sourced_id'>> = {
  departments: 'name',
  courses: 'code',
  users: 'email',
  sections: 'code',
  enrolments: 'sourced_id',
};

/** A value that stands for none while others are given out. */
export const PARKING = `'moving-' || t.id || '${NO_ADDRESS_DOMAIN}'`;

function changes(table: ImportTable, columns: string[]): string[] {
  const set = columns.map((column) => {
    const path = `'$.values.${column}'`;
    return `${column} = case when json_type(o.value, ${path}) is null then t.${column} else ${newValue(column)} end`;
  });
  const isIt = isKeyed(table, 't', 'o.value', '.key');
  // No file changes an administrator, whoever became one since the preview.
  const guard = table === 'users' ? " and t.role <> 'admin'" : '';
  return [
    `${NOTE} select :batchId, ${POSITION}, '${table}', o.value -> '$.key', ${snapshot(table, 't')}, '{}'
      from json_each(:ops) o join ${table} t on ${isIt}`,
    ...parking(table, columns, `${isIt}${guard}`),
    `update ${table} as t set ${set.join(', ')} from json_each(:ops) o where ${isIt}${guard}`,
    `update import_changes as c set after = ${snapshot(table, 't')} from json_each(:ops) o join ${table} t on ${isIt}
      where c.batch_id = :batchId and c.position = ${POSITION}`,
  ];
}

/** What lets rows exchange what no two have. */
function parking(table: ImportTable, columns: string[], isIt: string): string[] {
  const column = PARKED[table];
  if (!column || !columns.includes(column)) return [];
  const path = `'$.values.${column}'`;
  const isOther = `json_type(o.value, ${path}) is not null and o.value ->> ${path} is not t.${column}`;
  return [`update ${table} as t set ${column} = ${PARKING} from json_each(:ops) o where ${isIt} and ${isOther}`];
}

/** Changes of one row as one: the later has the last word. */
function merged(changesOfTable: PlacedOp[]): PlacedOp[] {
  const byKey = new Map<string, PlacedOp>();
  for (const { position, op } of changesOfTable) {
    if (op.kind !== 'change') return changesOfTable;
    const key = JSON.stringify(op.key);
    const former = byKey.get(key)?.op;
    const values = former?.kind === 'change' ? { ...former.values, ...op.values } : op.values;
    byKey.set(key, { position, op: { ...op, values } });
  }
  return [...byKey.values()];
}

function removals(table: ImportTable): string[] {
  const keys = keysOf(table);
  return [
    `${NOTE} select :batchId, ${POSITION}, '${table}', o.value -> '$.key', ${snapshot(table, 't')}, null
      from json_each(:ops) o join ${table} t on ${isKeyed(table, 't', 'o.value', '.key')}`,
    `delete from ${table} where (${keys.join(', ')}) in (select ${keys.map((key) => `o.value ->> '$.key.${key}'`).join(', ')} from json_each(:ops) o)`,
  ];
}

/** What still has to be true of a slot since the file was read: its term and class are in use and have its days, nobody has made the same
 *  one, and one that changes begins as it did. */
const SLOT_FITS = {
  create: `exists (select 1 from terms t join sections s on s.id = o.value ->> '$.values.section_id'
      where t.id = o.value ->> '$.values.term_id' and t.archived_at is null and s.archived_at is null
        and t.from_day <= o.value ->> '$.values.valid_from' and t.until_day >= o.value ->> '$.values.valid_until')
    and not exists (select 1 from slots t where ${isSame(SLOT_KEY)})`,
  change: `exists (select 1 from slots t where ${isKeyed('slots', 't', 'o.value', '.key')} and ${isSame(['start_time'])})`,
};

/** Fails at a column that cannot be null, and so takes the portion back, where a change no longer fits. */
function fitting(table: ImportTable, kind: 'create' | 'change'): string[] {
  if (table !== 'slots') return [];
  return [
    `insert into import_changes (batch_id, position, table_name, row_key)
      select :batchId, null, '', '{}' from json_each(:ops) o where not (${SLOT_FITS[kind]})`,
  ];
}

function sqlFor(table: ImportTable, kind: Op['kind'], columns: string[]): string[] {
  switch (kind) {
    case 'create':
      return [...fitting(table, kind), ...creations(table, columns)];
    case 'change':
      return [...fitting(table, kind), ...changes(table, columns)];
    case 'remove':
      return removals(table);
  }
}

/** The columns that any of the changes names. */
function columnsNamed(table: ImportTable, own: PlacedOp[]): string[] {
  const named = new Set(own.flatMap(({ op }) => (op.kind === 'remove' ? [] : Object.keys(op.values))));
  return columnsOf(table).filter((column) => named.has(column));
}

/** Sections that staff are taken off. */
const sectionsLeft = (ops: string) => sql`(select st.section_id from json_each(${ops}) o
  join section_staff st on st.section_id = o.value ->> '$.key.section_id' and st.user_id = o.value ->> '$.key.user_id')`;

/** People who are suspended or become something else. */
const peopleChanged = (ops: string) => sql`(select u.id from json_each(${ops}) o join users u on u.id = o.value ->> '$.key.id'
  where o.value ->> '$.values.state' <> u.state or o.value ->> '$.values.role' <> u.role)`;

/** People who leave, or cease to be staff. */
const peopleGone = (ops: string) => sql`(select u.id from json_each(${ops}) o join users u on u.id = o.value ->> '$.key.id'
  where u.archived_at is null and o.value ->> '$.values.archived_at' is not null or o.value ->> '$.values.role' = 'student')`;

/** What statements are made with. */
export type Runner = Pick<Services, 'db' | 'mail' | 'now'>;

/** What comes before the changes of one kind in a table. */
function preparations(runner: Runner, table: ImportTable, kind: Op['kind'], ops: string): Write[] {
  if (table === 'section_staff' && kind === 'remove') return [endKeysOf(runner, sectionsLeft(ops))];
  if (table !== 'users' || kind !== 'change') return [];
  const theirs = sectionsOfStaff(runner.db, peopleChanged(ops));
  return [endKeysOf(runner, theirs), ...endCoversOf(runner, peopleGone(ops)), ...beforeAddressChange(runner, newAddresses(ops))];
}

/** The statements for some changes, those that others refer to first. */
export function writeStatements(runner: Runner, batchId: number, all: PlacedOp[]): Write[] {
  return IMPORT_TABLES.flatMap((table) =>
    (['remove', 'change', 'create'] as const).flatMap((kind) => {
      const own = merged(all.filter(({ op }) => op.table === table && op.kind === kind));
      if (own.length === 0) return [];
      const args = { batchId, ops: JSON.stringify(own.map(({ position, op }) => ({ position, ...op }))) };
      return [
        ...preparations(runner, table, kind, args.ops),
        ...sqlFor(table, kind, columnsNamed(table, own)).map((statement) => ({ sql: statement, args })),
      ];
    }),
  );
}
