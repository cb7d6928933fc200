/** The statements that take an import back, from what `import-writes` noted of every row. By hand, as those are. */
import { type SQL, sql } from 'drizzle-orm';
import { sqlText } from '#db/sql/values';
import { IMPORT_TABLES, type ImportTable } from '#domain/import/import';
import { endKeysOf } from '#server/context/code-revision';
import type { Write } from '#server/context/context';
import { beforeAddressChange } from '#server/services/person/address-change';
import { releaseClassSessions } from '#server/services/timetable/class-session-writes';
import { changeable, columnsOf, isKeyed, keysOf, PARKED, PARKING, type Runner, snapshot } from './import-writes';

/** Places of a batch's changes, both ends included. */
type Range = { batchId: number; low: number; high: number };

/** The same, or SQL for it. */
type RangeSql = Record<keyof Range, number | SQL>;

const isInRange = ({ batchId, low, high }: RangeSql) => sql`c.batch_id = ${batchId} and c.position between ${low} and ${high}`;

/** The range as the arguments of a statement by hand. */
const NAMED = { batchId: sql.raw(':batchId'), low: sql.raw(':low'), high: sql.raw(':high') };
const IN_RANGE = sqlText(isInRange(NAMED));

/** Gives the rows of a table that a batch changed or removed back what they were. One that changed since is left alone. */
function restore(table: ImportTable): string[] {
  const columns = columnsOf(table);
  const before = (column: string) => `c.before ->> '$.${column}'`;
  return [
    `insert into ${table} (${columns.join(', ')}) select ${columns.map(before).join(', ')} from import_changes c
      where ${IN_RANGE} and c.table_name = '${table}' and c.after is null`,
    `update ${table} as t set ${changeable(table)
      .map((column) => `${column} = ${before(column)}`)
      .join(', ')} from import_changes c
      where ${IN_RANGE} and c.table_name = '${table}' and c.before is not null and c.after is not null
        and ${isKeyed(table, 't', 'c.row_key')} and ${snapshot(table, 't')} = c.after`,
  ];
}

/** Makes one change of several of the same row: what was before the first, and what came of the last. */
const COLLAPSE = [
  `update import_changes as f set after = l.after
    from (select table_name, row_key, min(c.position) first, max(c.position) last from import_changes c where ${IN_RANGE}
      group by table_name, row_key having count(*) > 1) g
    join import_changes l on l.batch_id = :batchId and l.position = g.last
    where f.batch_id = :batchId and f.position = g.first`,
  `delete from import_changes as c where ${IN_RANGE} and exists (select 1 from import_changes f where f.batch_id = c.batch_id
    and f.position between :low and c.position - 1 and f.table_name = c.table_name and f.row_key = c.row_key)`,
];

/** Lets rows go of what no two have, those that get another back and those that have what another gets back. */
function unparking(table: ImportTable): string[] {
  const column = PARKED[table];
  if (!column) return [];
  const former = `c.before ->> '$.${column}'`;
  const givenBack = `select ${former} from import_changes c where ${IN_RANGE} and c.table_name = '${table}' and c.before is not null`;
  return [
    `update ${table} as t set ${column} = ${PARKING} from import_changes c
      where ${IN_RANGE} and c.table_name = '${table}' and ${isKeyed(table, 't', 'c.row_key')} and ${snapshot(table, 't')} = c.after
        and (c.before is not null and ${former} is not t.${column} or c.before is null and t.${column} in (${givenBack}))`,
    `update import_changes as c set after = ${snapshot(table, 't')} from ${table} t
      where ${IN_RANGE} and c.table_name = '${table}' and ${isKeyed(table, 't', 'c.row_key')} and t.${column} = ${PARKING}`,
  ];
}

/** Takes away the rows of a table that a batch made. */
function unmake(table: ImportTable): string {
  const keys = keysOf(table);
  return `delete from ${table} where (${keys.join(', ')}) in ${sqlText(made(table, keys, NAMED))}`;
}

/** The rows of a table that a batch made, unless they have changed since. */
function made(table: ImportTable, columns: string[], range: RangeSql): SQL {
  const rows = `select ${columns.map((column) => `t.${column}`).join(', ')}
    from import_changes c join ${table} t on ${isKeyed(table, 't', 'c.row_key')}
    where c.table_name = '${table}' and c.before is null and ${snapshot(table, 't')} = c.after`;
  return sql`(${sql.raw(rows)} and ${isInRange(range)})`;
}

/** Addresses that are given back, by whose they become. */
const formerAddresses = (range: Range) => sql`select t.id userId, c.before ->> '$.email' email
  from import_changes c join users t on ${sql.raw(isKeyed('users', 't', 'c.row_key'))}
  where ${isInRange(range)} and c.table_name = 'users' and c.before is not null
    and c.after is not null and ${sql.raw(snapshot('users', 't'))} = c.after`;

/** The statements that take back a batch's changes between two places, and forget them. Changes above them have to be taken back before. */
export function undoStatements(runner: Runner, args: Range): Write[] {
  const fromLast = [...IMPORT_TABLES].reverse();
  const statements = [
    ...IMPORT_TABLES.flatMap(unparking),
    ...fromLast.flatMap(restore),
    ...fromLast.map(unmake),
    `delete from import_changes as c where ${IN_RANGE}`,
  ];
  return [
    ...COLLAPSE.map((statement) => ({ sql: statement, args })),
    endKeysOf(runner, made('section_staff', ['section_id'], args)),
    ...beforeAddressChange(runner, formerAddresses(args)),
    ...releaseClassSessions(runner, made('slots', ['id'], args)),
    ...statements.map((statement) => ({ sql: statement, args })),
  ];
}
