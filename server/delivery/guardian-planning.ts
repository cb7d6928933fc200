/** Guardians in the queue: who is asked whether an address is theirs, and who is told of a student's alert. */
import type { InStatement } from '@libsql/client';
import { and, eq, exists, inArray, isNull, sql } from 'drizzle-orm';
import { deliveries, guardians, users } from '#db/schema';
import { IS_TOLD, MAY_BE_ASKED } from '#db/sql/guardian';
import { rowOf, sqlText } from '#db/sql/values';
import { quietEnd } from '#domain/message/quiet-hours';
import type { SchoolSettings } from '#domain/school/school';
import type { Services } from '#server/context/context';

/** Guardians who are asked in one go; the next round takes the rest. */
const PORTION = 250;

/** Queues the mails that ask to confirm an address, for whoever was not asked yet. One that failed before is superseded.
 *  @param settings of a school that tells guardians */
export async function askGuardians({ db, commit, now }: Services, { zone, messages }: SchoolSettings): Promise<void> {
  const isDue = and(isNull(guardians.askedAt), MAY_BE_ASKED);
  const isOfThem = eq(users.id, guardians.studentId);
  const unasked = await db.select({ id: guardians.id }).from(guardians).innerJoin(users, isOfThem).where(isDue).limit(PORTION);
  if (unasked.length === 0) return;
  const at = now();
  const dueAt = quietEnd(at, { ...messages, zone }) ?? at;
  const isOne = inArray(guardians.id, sql`(select value from json_each(${JSON.stringify(unasked.map(({ id }) => id))}))`);
  const asked = db
    .select({ id: guardians.id })
    .from(guardians)
    .where(and(isOne, isNull(guardians.askedAt)));
  const isFormer = and(eq(deliveries.kind, 'guardian-confirm'), isNull(deliveries.sentAt), inArray(deliveries.guardianId, asked));
  const row = rowOf(deliveries, { channel: 'mail', kind: 'guardian-confirm', guardianId: guardians.id, createdAt: at, dueAt });
  const student = db.select({ one: sql`1` }).from(users).where(MAY_BE_ASKED);
  await commit([
    db.delete(deliveries).where(isFormer),
    db.insert(deliveries).select(db.select(row).from(guardians).innerJoin(users, isOfThem).where(and(isOne, isDue))),
    db
      .update(guardians)
      .set({ askedAt: at })
      .where(and(isOne, isNull(guardians.askedAt), exists(student))),
  ]);
}

/** Whether a guardian was told of the alert that is withdrawn, or is about to be. A retraction is written at the moment at which the alert's
 *  own message ends, and is of the same period. */
const WAS_TOLD = `exists (select 1 from notifications a join deliveries d on d.notification_id = a.id and d.guardian_id = guardians.id
  where a.user_id = notifications.user_id and a.kind = 'alert' and a.retracted_at = notifications.created_at
    and a.rule = notifications.facts ->> '$.rule' and a.period = notifications.period
    and (d.sent_at is not null or d.tries > 0))`;

/**
 * Queues a portion of messages for guardians: alerts, and that one is withdrawn for those who were told of it. By hand, for the window that
 * numbers each guardian's messages of a day: what comes after the last place goes as one in the morning.
 */
const TELL_GUARDIANS = `with portion as (
    select notifications.id, guardians.id guardian_id, notifications.created_at
    from json_each(:ids) i join notifications on notifications.id = i.value
      join users on users.id = notifications.user_id join guardians on guardians.student_id = users.id
    where notifications.planned_at is null and (notifications.retracted_at is null or notifications.retracted_at > :now)
      and (notifications.kind = 'alert' or notifications.kind = 'alert-retracted' and ${WAS_TOLD}) and ${sqlText(IS_TOLD)}
  ), placed as (
    select p.*, row_number() over (partition by p.guardian_id order by p.created_at, p.id) + (
      select count(*) from deliveries d where d.guardian_id = p.guardian_id and d.created_at >= :dayBefore
        and coalesce(d.sent_at, d.due_at) >= :day and d.kind = 'message') <= :most is_told
    from portion p
  )
  insert into deliveries (channel, kind, guardian_id, notification_id, created_at, due_at)
  select 'mail', iif(is_told, 'message', 'digest'), guardian_id, id, :now, iif(is_told, :due, :morning) from placed`;

/** As the plan of everybody else's messages has them. */
type Times = { now: number; due: number; morning: number; day: number; dayBefore: number };

/** @param ids of messages  @param most in a day */
export function tellGuardians(ids: readonly number[], most: number, times: Times): InStatement {
  const { now, due, morning, day, dayBefore } = times;
  return { sql: TELL_GUARDIANS, args: { ids: JSON.stringify(ids), most, now, due, morning, day, dayBefore } };
}
