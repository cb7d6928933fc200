/** What people are told about cover, and how it ends by itself when the colleague leaves. */
import { and, eq, gt, inArray, ne, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { classSessions, courses, covers, notifications, sectionStaff, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { CLASS_FACTS } from '#db/sql/notification';
import { IS_STANDING } from '#db/sql/staffing';
import { rowOf } from '#db/sql/values';
import type { ActorContext, Services, Write } from '#server/context/context';

type Parts = Pick<Services, 'db' | 'now'>;

const { id, sectionId, day, startsAt, endsAt, state } = classSessions;

/** One class session of a message, a JSON object. */
const CLASS = sql`json_set(${CLASS_FACTS}, '$.classSessionId', ${id})`;

const colleague = alias(users, 'colleague');

/** Tells the colleague, the staff of the classes and whoever handed them over, each in one message, when the statement before it in the batch
 *  changed a row. Whoever does it knows.
 *  @param which condition on `covers` and `class_sessions` */
export function tellOfCover({ db, now, actor }: ActorContext, kind: 'cover-given' | 'cover-ended', which: SQL): Write {
  const to = sql`iif(${users.id} = ${covers.userId}, null, ${colleague.name})`;
  const classes = sql`json_group_array(${CLASS} order by ${startsAt})`;
  const facts = sql`json_object('by', ${actor.name}, 'to', ${to}, 'day', min(${day}), 'classes', ${classes})`;
  const staff = sql`select ${sectionStaff.userId} from ${sectionStaff} where ${sectionStaff.sectionId} = ${sectionId}`;
  const isConcerned = sql`${users.id} in (select ${covers.userId} union select ${covers.givenById} union ${staff})`;
  const told = db
    .select(rowOf(notifications, { userId: users.id, kind, facts, createdAt: now() }))
    .from(covers)
    .innerJoin(classSessions, eq(id, covers.classSessionId))
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(colleague, eq(colleague.id, covers.userId))
    .innerJoin(users, and(isConcerned, IS_ACTIVE, ne(users.id, actor.id)))
    .where(and(which, sql`changes() > 0`))
    .groupBy(users.id, covers.userId);
  return db.insert(notifications).select(told);
}

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
