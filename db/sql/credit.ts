/** What marks are worth, as expressions: for statements that rank by it. The weights are the domain's; none is written down here. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { COUNTINGS, type Counting } from '#domain/correction/reason-code';
import { STATUSES, type Status } from '#domain/register/attendance';
import type { ReasonRules } from '#domain/report/figures';

/** Columns of a tally, or of a statement that is like one. */
type Coded = Record<Status | 'reasonCodeId', SQLWrapper>;

/** What one mark of a status and a reason adds. */
type Weight = (status: Status, reason: Counting | null) => number;

function plain(marks: Coded, weigh: (status: Status) => number): SQL {
  const terms = STATUSES.filter((status) => weigh(status) !== 0).map(
    (status) => sql`${marks[status]} * ${sql.raw(String(weigh(status)))}`,
  );
  return terms.length === 0 ? sql`0` : sql.join(terms, sql` + `);
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
