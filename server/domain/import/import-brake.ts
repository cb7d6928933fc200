/** How much of a school a full file may take away unasked: one that takes more is often the wrong one, or cut off. Pure. */
import type { PlannedRow } from './import';
import type { SchoolFacts } from './import-oneroster-draft';

/** Of the people, or of the classes, that are here. */
const UNASKED_SHARE = 0.1;

export type Removals = { people: number; classes: number };

/** What is typed before such a file is applied. */
export const removalsIn = ({ people, classes }: Removals) => people + classes;

/** Whether a row takes somebody or a class away. */
function takesAway({ ops }: PlannedRow, table: 'users' | 'sections'): boolean {
  return ops.some((op) => op.kind === 'change' && op.table === table && typeof op.values.archived_at === 'number');
}

const isHere = ({ archivedAt }: { archivedAt: number | null }) => archivedAt === null;

/** What a file takes away where that is more than a tenth of the people or of the classes; else null. */
export function drasticRemovals(rows: readonly PlannedRow[], { people, sections }: SchoolFacts): Removals | null {
  const removals = {
    people: rows.filter((row) => takesAway(row, 'users')).length,
    classes: rows.filter((row) => takesAway(row, 'sections')).length,
  };
  const isMuch = (removed: number, all: { archivedAt: number | null }[]) => removed > all.filter(isHere).length * UNASKED_SHARE;
  return isMuch(removals.people, people) || isMuch(removals.classes, sections) ? removals : null;
}
