/** Whether an applied import can be taken back, and the asking for it. All or nothing: one row that went on living keeps the whole. */
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import { IMPORT_TABLES, type ImportRef, type ImportTable } from '#domain/import';
import type { ActorContext } from '#server/context';
import { getImport, startUndo } from './import';
import { breathe } from './import-facts';
import { isKeyed, snapshot } from './import-writes';

const WORDS: Record<ImportTable, string> = {
  departments: 'departments',
  courses: 'courses',
  terms: 'terms',
  users: 'people',
  sections: 'classes',
  section_staff: 'assignments of staff',
  enrolments: 'enrolments',
};

/** What may refer to rows that an import made, beside what the import itself made: table, column, and what it means. */
const REFERENCES: [parent: ImportTable, child: string, column: string, words: string][] = [
  ['users', 'attendance', 'student_id', 'marks of people it made'],
  ['users', 'claims', 'student_id', 'check-ins of people it made'],
  ['users', 'corrections', 'student_id', 'corrections for people it made'],
  ['users', 'devices', 'user_id', 'devices of people it made'],
  ['users', 'badge_cards', 'student_id', 'badges of people it made'],
  ['users', 'notifications', 'user_id', 'messages to people it made'],
  ['users', 'enrolments', 'student_id', 'later enrolments of people it made'],
  ['users', 'section_staff', 'user_id', 'later assignments of staff it made'],
  ['sections', 'class_sessions', 'section_id', 'class sessions of classes it made'],
  ['sections', 'slots', 'section_id', 'timetable slots of classes it made'],
  ['sections', 'announcements', 'section_id', 'announcements to classes it made'],
  ['sections', 'enrolments', 'section_id', 'later enrolments in classes it made'],
  ['sections', 'section_staff', 'section_id', 'later staff of classes it made'],
  ['terms', 'slots', 'term_id', 'timetable slots in terms it made'],
  ['courses', 'sections', 'course_id', 'later classes of courses it made'],
  ['departments', 'courses', 'department_id', 'later courses of departments it made'],
];

const OWN = 'c.batch_id = :batchId and c.table_name';
const isImported = (table: string): table is ImportTable => (IMPORT_TABLES as readonly string[]).includes(table);

/** Rows that are no longer as the import left them. */
const changedSince = (table: ImportTable) => `select count(*) n from import_changes c
  left join ${table} t on ${isKeyed(table, 't', 'c.row_key')}
  where ${OWN} = '${table}' and case when c.after is null then ${presence(table)} else ${snapshot(table, 't')} <> c.after or not ${presence(table)} end`;

const presence = (table: ImportTable) => (table === 'section_staff' ? '(t.section_id is not null)' : '(t.id is not null)');

/** Rows that refer to made ones, less those that the import made itself. */
function referring(parent: ImportTable, child: string, column: string): string {
  const made = `from import_changes c where ${OWN} = '${parent}' and c.before is null`;
  const all = `(select count(*) from import_changes c join ${child} x on x.${column} = c.row_key ->> '$.id' where ${OWN} = '${parent}' and c.before is null)`;
  if (!isImported(child)) return `select ${all} n`;
  const own = `(select count(*) from import_changes k where k.batch_id = :batchId and k.table_name = '${child}' and k.after is not null
    and k.after ->> '$.${column}' in (select c.row_key ->> '$.id' ${made}))`;
  return `select ${all} - ${own} n`;
}

/** Marks of students in the classes the import put them in. */
const MARKED = `select count(*) n from import_changes c
  join class_sessions cs on cs.section_id = c.after ->> '$.section_id' and cs.day >= c.after ->> '$.from_day'
  join attendance a on a.class_session_id = cs.id and a.student_id = c.after ->> '$.student_id'
  where ${OWN} = 'enrolments' and c.before is null`;

async function countOf({ db }: Pick<ActorContext, 'db'>, sql: string, batchId: number): Promise<number> {
  const row = await queryRow<{ n: number }>(db, sql, { batchId });
  await breathe();
  return row?.n ?? 0;
}

/** Why an applied import cannot be undone, one line each; none when it can. */
async function obstacles(ctx: Pick<ActorContext, 'db'>, batchId: number): Promise<string[]> {
  const found: string[] = [];
  const note = (count: number, words: string) => count > 0 && found.push(`${count} ${words}`);
  for (const table of IMPORT_TABLES) note(await countOf(ctx, changedSince(table), batchId), `${WORDS[table]} changed since`);
  for (const [parent, child, column, words] of REFERENCES)
    note(await countOf(ctx, referring(parent, child, column), batchId), words);
  note(await countOf(ctx, MARKED, batchId), 'marks in classes it enrolled students in');
  return found;
}

/** Asks for an applied import to be taken back: every row becomes what it was. Asked twice, it is taken back once.
 *  @throws AppError `not-found`, or `conflict` with what stands against it */
export async function undoImport(ctx: ActorContext, { batchId }: ImportRef): Promise<{ outcome: 'started' | 'already-started' }> {
  const batch = await getImport(ctx, { batchId });
  if (batch.state === 'undoing' || batch.state === 'undone') return { outcome: 'already-started' };
  if (batch.state !== 'applied') throw new AppError('conflict', 'Only what was applied can be undone.');
  const found = await obstacles(ctx, batchId);
  if (found.length > 0)
    throw new AppError(
      'conflict',
      `This import cannot be undone: ${found.join(', ')}. Nothing was changed. Correct single people and classes by hand.`,
    );
  await startUndo(ctx, batch);
  return { outcome: 'started' };
}
