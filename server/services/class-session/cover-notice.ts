/** What people are told about cover, and how it ends by itself when the colleague leaves. */
import { and, eq, gt, inArray, ne, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { classSessions, courses, covers, notifications, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { CLASS_FACTS } from '#db/sql/notification';
import { IS_STANDING } from '#db/sql/staffing';
import { ONE_ROW, rowOf } from '#db/sql/values';
import type { Services, Write } from '#server/context/context';

type Parts = Pick<Services, 'db' | 'now'>;

const { id, sectionId, day, startsAt, endsAt, state } = classSessions;

/** One class session of a message, a JSON object. */
const CLASS = sql`json_set(${CLASS_FACTS}, '$.classSessionId', ${id})`;

/** The facts of a message to a colleague about class sessions of one day.
 *  @param by who handed them over or took them back  @param which condition on `covers` */
function coverFacts(db: Database, by: string, which: SQL): SQL {
  const classes = sql`json_group_array(${CLASS} order by ${startsAt})`;
  const facts = db
    .select({ facts: sql`json_object('by', ${by}, 'day', min(${day}), 'classes', ${classes})` })
    .from(covers)
    .innerJoin(classSessions, eq(id, covers.classSessionId))
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(which);
  return sql`${facts}`;
}

type Told = { kind: 'cover-given' | 'cover-ended'; userId: number; by: string; which: SQL };

/** Tells a colleague about class sessions, in one message, when the statement before it in the batch changed a row.
 *  @param told.which condition on `covers` */
export function tellColleague({ db, now }: Parts, { kind, userId, by, which }: Told): Write {
  const message = rowOf(notifications, { userId, kind, facts: coverFacts(db, by, which), createdAt: now() });
  const isChanged = sql`changes() > 0`;
  return db.insert(notifications).select(db.select(message).from(ONE_ROW).where(isChanged));
}

const colleague = alias(users, 'colleague');

/** Tells whoever handed over what has nobody now. */
function tellGivers({ db, now }: Parts, isLost: SQL): Write {
  const facts = sql`json_object('name', ${colleague.name}, 'day', ${day}, 'classes', json_array(${CLASS}))`;
  const message = rowOf(notifications, { userId: users.id, kind: 'cover-lost', facts, createdAt: now() });
  const lost = db
    .select(message)
    .from(covers)
    .innerJoin(users, and(eq(users.id, covers.givenById), IS_ACTIVE))
    .innerJoin(colleague, eq(colleague.id, covers.userId))
    .innerJoin(classSessions, eq(id, covers.classSessionId))
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(isLost, gt(endsAt, now()), ne(state, 'cancelled')));
  return db.insert(notifications).select(lost);
}

/** Ends what people cover who leave or can cover nothing any more, and tells whoever handed it to them. Nothing of it comes back.
 *  @param people select of their ids, as they are before it */
export function endCoversOf(parts: Parts, people: SQLWrapper): Write[] {
  const isLost = and(inArray(covers.userId, people), IS_STANDING) as SQL;
  return [tellGivers(parts, isLost), parts.db.update(covers).set({ endedAt: parts.now() }).where(isLost)];
}
