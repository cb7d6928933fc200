/** What a file changes, in things rather than rows: how many people, classes, enrolments. */
import { CHANGING, type ImportTable, type PlannedRow, type Verdict } from './import';

/** How many of each a verdict is about; what is none is missing. */
export type ImportContents = Partial<Record<Verdict, Partial<Record<ImportTable, number>>>>;

/** The tables of what a row is about: all that it makes; of somebody who leaves, the person; else what its last change is of, because
 *  those before only make room for it. */
function tablesOf({ verdict, ops }: Pick<PlannedRow, 'verdict' | 'ops'>): ImportTable[] {
  const made = ops.flatMap((op) => (op.kind === 'create' ? op.table : []));
  if (verdict === 'create') return made;
  const op = verdict === 'deactivate' ? ops[0] : ops.at(-1);
  return op ? [op.table] : [];
}

/** What the rows that change something are about. */
export function contentsOf(rows: readonly Pick<PlannedRow, 'verdict' | 'ops'>[]): ImportContents {
  const contents: ImportContents = {};
  for (const row of rows) {
    if (!CHANGING.includes(row.verdict)) continue;
    const counts = contents[row.verdict] ?? {};
    contents[row.verdict] = counts;
    for (const table of tablesOf(row)) counts[table] = (counts[table] ?? 0) + 1;
  }
  return contents;
}
