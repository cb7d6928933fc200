/** What goes with somebody who leaves, and how much a file takes away. */
import { groupBy } from '#domain/group';
import { addDays } from '#domain/time';
import type { Op, PlannedRow, Removals } from '../import';
import type { Draft, SchoolFacts } from './draft';

export class Leavers {
  readonly #rolls: Map<number, Draft['facts']['enrolments']>;
  readonly #staff: Map<number, Draft['facts']['staff']>;

  constructor(readonly draft: Draft) {
    this.#rolls = groupBy(draft.facts.enrolments, ({ studentId }) => studentId);
    this.#staff = groupBy(draft.facts.staff, ({ userId }) => userId);
  }

  /** Archives a person and takes them off everything they are on. */
  leaving({ id }: { id: number }): Op[] {
    const { facts, ended } = this.draft;
    const ops: Op[] = [{ kind: 'change', table: 'users', key: { id }, values: { state: 'suspended', archived_at: facts.now } }];
    for (const enrolment of this.#rolls.get(id) ?? []) {
      const end = endOf(enrolment, facts.today);
      if (end) ops.push(end);
      ended.add(enrolment.id);
    }
    for (const { sectionId } of this.#staff.get(id) ?? [])
      ops.push({ kind: 'remove', table: 'section_staff', key: { section_id: sectionId, user_id: id } });
    return ops;
  }
}

/** The change that ends an enrolment yesterday; one that has not begun is taken away. Null when it has ended. */
export function endOf(
  { id, fromDay, untilDay }: { id: number; fromDay: string; untilDay: string | null },
  today: string,
): Op | null {
  if (untilDay !== null && untilDay < today) return null;
  if (fromDay > today) return { kind: 'remove', table: 'enrolments', key: { id } };
  const yesterday = addDays(today, -1);
  const last = yesterday < fromDay ? fromDay : yesterday;
  return last === untilDay ? null : { kind: 'change', table: 'enrolments', key: { id }, values: { until_day: last } };
}

/** Whether a row takes somebody or a class away. */
function takesAway({ ops }: PlannedRow, table: 'users' | 'sections'): boolean {
  return ops.some((op) => op.kind === 'change' && op.table === table && typeof op.values.archived_at === 'number');
}

const isHere = ({ archivedAt }: { archivedAt: number | null }) => archivedAt === null;

/** What a file takes away where that is more than the school's share of the people or of the classes that are here; else null. One that
 *  takes more is often the wrong one, or cut off. */
export function drasticRemovals(rows: readonly PlannedRow[], { people, sections, removalShare }: SchoolFacts): Removals | null {
  const removals = {
    people: rows.filter((row) => takesAway(row, 'users')).length,
    classes: rows.filter((row) => takesAway(row, 'sections')).length,
  };
  const isMuch = (removed: number, all: { archivedAt: number | null }[]) =>
    removed * 100 > all.filter(isHere).length * removalShare;
  return isMuch(removals.people, people) || isMuch(removals.classes, sections) ? removals : null;
}
