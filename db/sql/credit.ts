/** What marks are worth, as expressions: for statements that rank by it. The weights are the domain's; none is written down here. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { COUNTINGS, type Counting } from '#domain/correction/reason-code';
import { STATUSES, type Status } from '#domain/register/attendance';
import type { ReasonRules } from '#domain/report/figures';

/** Columns of marks by status, where those with a reason stand by what it says. */
type Summed = Record<Status | 'countedPresent' | 'countedAbsent', SQLWrapper>;

/** Columns of a tally, or of a statement that is like one. */
type Coded = Record<Status | 'reasonCodeId', SQLWrapper>;

/** What one mark of a status and a reason adds. */
type Weight = (status: Status, reason: Counting | null) => number;

const times = (count: SQLWrapper, weight: number) => (weight === 0 ? [] : [sql`${count} * ${sql.raw(String(weight))}`]);
const added = (terms: SQL[]) => (terms.length === 0 ? sql`0` : sql.join(terms, sql` + `));

const plain = (marks: Record<Status, SQLWrapper>, weigh: (status: Status) => number): SQL =>
  added(STATUSES.flatMap((status) => times(marks[status], weigh(status))));

/** What sums add up to. A mark that its reason counts as something weighs the same whatever its status, and one that is out nothing. */
export function weighedSums(sums: Summed, weight: Weight): SQL<number> {
  const [present, absent] = [weight('present', 'present'), weight('absent', 'absent')];
  const counted = [...times(sums.countedPresent, present), ...times(sums.countedAbsent, absent)];
  return sql<number>`(${added([plain(sums, (status) => weight(status, null)), ...counted])})`;
}

/** Ids of reasons that count as this, as a list. They are whole numbers of the database's own. */
const idsOf = (reasons: ReasonRules, counting: Counting) =>
  [...reasons].filter(([, as]) => as === counting).map(([id]) => String(Math.trunc(id)));

/** What the marks of a row add up to. */
export function weighed(marks: Coded, reasons: ReasonRules, weight: Weight): SQL<number> {
  const otherwise = plain(marks, (status) => weight(status, null));
  const cases = COUNTINGS.flatMap((counting) => {
    const ids = idsOf(reasons, counting);
    const value = plain(marks, (status) => weight(status, counting));
    return ids.length === 0 ? [] : [sql`when ${marks.reasonCodeId} in (${sql.raw(ids.join(', '))}) then ${value}`];
  });
  if (cases.length === 0) return sql<number>`(${otherwise})`;
  return sql<number>`case when ${marks.reasonCodeId} = 0 then ${otherwise} ${sql.join(cases, sql` `)} else ${otherwise} end`;
}
