/** Telling people: statements that ride in the batch of a change. What became of it in the inbox is `inbox`'s matter. */
import type { InStatement } from '@libsql/client';
import { and, eq, type SQL } from 'drizzle-orm';
import { classSessions, covers, notifications } from '#db/schema';
import { insertIfChanged } from '#db/sql/insert-if-changed';
import { onRollSql } from '#db/sql/roll';
import { IS_STANDING } from '#db/sql/staffing';
import { rowOf } from '#db/sql/values';
import type { Notice } from '#domain/message/notification';
import type { ActorContext, Write } from '#server/context/context';

/** Students on the roll of a class session on any of the days, once each, when the statement before it in the batch changed a row.
 *  By hand: the days are a JSON list. */
const TELL_STUDENTS = `insert into notifications (user_id, kind, facts, created_at)
  select distinct e.student_id, :kind, :facts, :at
  from class_sessions cs join enrolments e on e.section_id = cs.section_id
    join users u on u.id = e.student_id and u.state = 'active' and u.archived_at is null
  where changes() > 0 and cs.id = :classSessionId and exists (select 1 from json_each(:days) d where ${onRollSql('e', 'd.value')})`;

/** Tells the students of a class session; rides in the batch of the change, right after its audit entry.
 *  @param about.days the days whose roll is meant: before and after a move */
export function tellStudents(
  { kind, facts }: Notice,
  about: { classSessionId: number; days: string[]; at: number },
): InStatement {
  return { sql: TELL_STUDENTS, args: { ...about, kind, facts: JSON.stringify(facts), days: JSON.stringify(about.days) } };
}

/** Tells whoever covers a class session of a change; comes before the change in the batch, with its condition.
 *  @param isToChange condition on `class_sessions` */
export function tellCover({ db, now }: ActorContext, { kind, facts }: Notice, isToChange: SQL): Write {
  const row = rowOf(notifications, { userId: covers.userId, kind, facts, createdAt: now() });
  const isOfIt = eq(classSessions.id, covers.classSessionId);
  const standing = db.select(row).from(covers).innerJoin(classSessions, isOfIt).where(and(IS_STANDING, isToChange));
  return db.insert(notifications).select(standing);
}

/** Tells one person, when the statement before it in the batch changed a row. */
export function tellPerson({ db, now }: ActorContext, userId: number, { kind, facts }: Notice) {
  return insertIfChanged(db, notifications, { userId, kind, facts, createdAt: now() });
}
