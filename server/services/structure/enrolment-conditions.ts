/** What has to hold for an enrolment to be written, as conditions of its statement, and what is said when it does not. */
import { and, eq, exists, gte, isNull, lte, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { enrolments, sections, users } from '#db/schema';
import { asBoolean, ONE_ROW } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { DayRange } from '#domain/structure/enrolment';
import type { ActorContext } from '#server/context/context';
import type { Place } from './enrolment';

/** An enrolment as it is to be. A new one has no id yet. */
export type Wanted = Place & DayRange & { id?: number };

/** Another enrolment of the student in the section shares a day. */
export function overlaps(db: Database, { sectionId, studentId, fromDay, untilDay, id = 0 }: Wanted): SQL {
  const other = alias(enrolments, 'other');
  const isOther = and(eq(other.sectionId, sectionId), eq(other.studentId, studentId), ne(other.id, id));
  const shares = and(untilDay === null ? undefined : lte(other.fromDay, untilDay), endsFrom(other, fromDay));
  return exists(db.select({ one: sql`1` }).from(other).where(and(isOther, shares)));
}

/** The enrolment ends on the day, later or never. */
export const endsFrom = ({ untilDay }: { untilDay: SQLiteColumn }, day: string) => or(isNull(untilDay), gte(untilDay, day));

/** Whatever their role: a teacher may study too. */
function isHere(db: Database, id: number): SQL {
  const isIt = and(eq(users.id, id), isNull(users.archivedAt));
  return exists(db.select({ one: sql`1` }).from(users).where(isIt));
}

function isInUse(db: Database, sectionId: number): SQL {
  const isIt = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  return exists(db.select({ one: sql`1` }).from(sections).where(isIt));
}

/** The student can be put on that roll. */
export function canBeAdded(db: Database, wanted: Wanted): SQL {
  const { studentId, sectionId } = wanted;
  return and(isHere(db, studentId), isInUse(db, sectionId), not(overlaps(db, wanted))) as SQL;
}

/** What stands against an enrolment. */
async function loadFacts(db: Database, wanted: Wanted) {
  const isThere = { one: sql`1` };
  const [facts] = await db
    .select({
      isHere: asBoolean(isHere(db, wanted.studentId)),
      isInUse: asBoolean(isInUse(db, wanted.sectionId)),
      isTaken: asBoolean(overlaps(db, wanted)),
      isKnown: asBoolean(exists(db.select(isThere).from(users).where(eq(users.id, wanted.studentId)))),
      isSection: asBoolean(exists(db.select(isThere).from(sections).where(eq(sections.id, wanted.sectionId)))),
    })
    .from(ONE_ROW);
  return facts;
}

/** Says why an enrolment was not written.
 *  @throws AppError always */
export async function refuseEnrolment(ctx: ActorContext, wanted: Wanted): Promise<never> {
  const facts = await loadFacts(ctx.db, wanted);
  if (!facts?.isSection) throw new AppError('not-found', 'structure.no-section');
  if (!facts.isKnown) throw new AppError('not-found', 'person.unknown');
  if (!facts.isHere) throw invalidField('studentIds', 'structure.person-left');
  if (!facts.isInUse) throw invalidField('sectionId', 'structure.section-archived');
  if (facts.isTaken) throw invalidField('fromDay', 'structure.enrolled-already');
  throw new AppError('conflict', 'structure.enrolment-changed');
}
