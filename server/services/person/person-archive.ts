/**
 * What archiving takes from people, and restoring gives back: enrolments end on a day, places among staff are given up. Statements for
 * a batch. What was given up is kept in `departures` until they are restored.
 */
import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { departures, enrolments, sectionStaff, users } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { endKeysOf, sectionsOfStaff } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';

/** Enrolments that their student would still have after a day. */
function goesOn(today: string): SQL {
  const { fromDay, untilDay } = enrolments;
  return and(lte(fromDay, today), or(isNull(untilDay), gt(untilDay, today))) as SQL;
}

const hasNotBegun = (today: string) => gt(enrolments.fromDay, today);

/** What the people of a statement on `users` are about to give up, each part a JSON array.
 *  @param today their last day on the roll */
function givenUp(db: Database, today: string) {
  const { id, sectionId, fromDay, untilDay, sourcedId } = enrolments;
  const ofEnrolments = (object: SQL, which: SQL) =>
    db
      .select({ rows: sql`json_group_array(${object})` })
      .from(enrolments)
      .where(and(eq(enrolments.studentId, users.id), which));
  const started = sql`json_object('id', ${id}, 'untilDay', ${untilDay})`;
  const ahead = sql`json_object('sectionId', ${sectionId}, 'fromDay', ${fromDay}, 'untilDay', ${untilDay}, 'sourcedId', ${sourcedId})`;
  const place = sql`json_object('sectionId', ${sectionStaff.sectionId}, 'role', ${sectionStaff.role})`;
  return {
    ended: sql`${ofEnrolments(started, goesOn(today))}`,
    dropped: sql`${ofEnrolments(ahead, hasNotBegun(today))}`,
    staffed: sql`${db
      .select({ rows: sql`json_group_array(${place})` })
      .from(sectionStaff)
      .where(eq(sectionStaff.userId, users.id))}`,
  };
}

/** What ends with a change of a person. */
export type Ending = { endsEnrolments: boolean; endsStaffing: boolean };

/** SQL of what `endInvolvements` is about to take away, as members of a JSON object for the audit log. */
export function endingNotes(db: Database, { endsEnrolments, endsStaffing }: Ending, today: string): SQL[] {
  const { ended, dropped, staffed } = givenUp(db, today);
  return [
    sql`'day', ${today}`,
    ...(endsEnrolments ? [sql`'ended', ${ended}`, sql`'dropped', ${dropped}`] : []),
    ...(endsStaffing ? [sql`'staffed', ${staffed}`] : []),
  ];
}

/** Ends what goes on after today and drops what has not begun: nothing that a register already says stops counting.
 *  @param who condition on `users` */
export function endInvolvements(ctx: ActorContext, { endsEnrolments, endsStaffing }: Ending, who: SQL, today: string): Write[] {
  const { db } = ctx;
  const them = db.select({ id: users.id }).from(users).where(who);
  const isTheirs = inArray(enrolments.studentId, them);
  const rolls = () => [
    db
      .update(enrolments)
      .set({ untilDay: today })
      .where(and(isTheirs, goesOn(today))),
    db.delete(enrolments).where(and(isTheirs, hasNotBegun(today))),
  ];
  const staffing = () => [
    endKeysOf(ctx, sectionsOfStaff(db, them)),
    db.delete(sectionStaff).where(inArray(sectionStaff.userId, them)),
  ];
  return [...(endsEnrolments ? rolls() : []), ...(endsStaffing ? staffing() : [])];
}

/** Keeps what people are about to give up, for their return, and ends it. Comes before they are archived.
 *  @param who condition on `users` */
export function archiveInvolvements(ctx: ActorContext, who: SQL, today: string): Write[] {
  const { db } = ctx;
  const row = rowOf(departures, { userId: users.id, day: today, ...givenUp(db, today) });
  const anew = {
    day: sql`excluded.day`,
    ended: sql`excluded.ended`,
    dropped: sql`excluded.dropped`,
    staffed: sql`excluded.staffed`,
  };
  return [
    db
      .insert(departures)
      .select(db.select(row).from(users).where(who))
      .onConflictDoUpdate({ target: departures.userId, set: anew }),
    ...endInvolvements(ctx, { endsEnrolments: true, endsStaffing: true }, who, today),
  ];
}

const IS_RESTORED =
  'd.user_id in (select u.id from json_each(:ids) w join users u on u.id = w.value where u.archived_at is not null)';
const IS_SECTION_THERE = "exists (select 1 from sections s where s.id = e.value ->> 'sectionId')";

/** By hand, because rows come out of JSON columns (`json_each`). */
const RESTORE = [
  `update enrolments set until_day = e.value ->> 'untilDay' from departures d, json_each(d.ended) e
    where ${IS_RESTORED} and enrolments.id = e.value ->> 'id' and enrolments.until_day = d.day`,
  `insert or ignore into enrolments (section_id, student_id, from_day, until_day, sourced_id)
    select e.value ->> 'sectionId', d.user_id, e.value ->> 'fromDay', e.value ->> 'untilDay', e.value ->> 'sourcedId'
    from departures d, json_each(d.dropped) e where ${IS_RESTORED} and ${IS_SECTION_THERE}`,
  `insert or ignore into section_staff (section_id, user_id, role)
    select e.value ->> 'sectionId', d.user_id, e.value ->> 'role'
    from departures d, json_each(d.staffed) e where ${IS_RESTORED} and ${IS_SECTION_THERE}`,
  `delete from departures as d where ${IS_RESTORED}`,
];

/** Gives people back what they gave up when they were archived, as far as nobody has changed it since. Comes before they are restored. */
export function restoreInvolvements(userIds: readonly number[]): Write[] {
  return RESTORE.map((sql) => ({ sql, args: { ids: JSON.stringify(userIds) } }));
}
