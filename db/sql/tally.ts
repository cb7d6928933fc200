/** Sums over tallies, for statements of the builder. */
import { type SQLWrapper, sql } from 'drizzle-orm';
import { reasonCodes } from '#db/schema';
import type { Tally } from '#domain/register/attendance';

type Marks = Record<keyof Tally, SQLWrapper>;

const total = (what: SQLWrapper) => sql<number>`coalesce(sum(${what}), 0)`;

/** Marks by status, all together. */
export function sumOfMarks({ present, late, absent, excused }: Marks) {
  return { present: total(present), late: total(late), absent: total(absent), excused: total(excused) };
}

/** The same by what they count as under any policy: a reason that says so makes a mark present or absent, or leaves it out.
 *  The statement joins `reason_codes`, where there is one. */
export function sumAsCounted({ present, late, absent, excused }: Marks) {
  const { countsAs } = reasonCodes;
  const all = sql`${present} + ${late} + ${absent} + ${excused}`;
  const plain = (own: SQLWrapper) => total(sql`iif(${countsAs} is null, ${own}, 0)`);
  const counted = (own: SQLWrapper, as: 'present' | 'absent') =>
    total(sql`case when ${countsAs} is null then ${own} when ${countsAs} = ${as} then ${all} else 0 end`);
  return { present: counted(present, 'present'), late: plain(late), absent: counted(absent, 'absent'), excused: plain(excused) };
}
