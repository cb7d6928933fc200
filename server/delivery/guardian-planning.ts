/** Guardians in the queue: who is asked whether an address is theirs, and who is told of a student's alert: as it comes, or, where it stands
 *  already, once they have proved the address. */
import type { InStatement } from '@libsql/client';
import { and, eq, exists, inArray, isNull, sql } from 'drizzle-orm';
import { deliveries, guardians, users } from '#db/schema';
import { IS_TOLD, MAY_BE_ASKED } from '#db/sql/guardian';
import { rowOf, sqlText } from '#db/sql/values';
import { keysRunningOn } from '#domain/alert/period';
import { quietEnd } from '#domain/message/quiet-hours';
import type { SchoolSettings } from '#domain/school/school';
import { dayAt } from '#domain/time';
import type { Services } from '#server/context/context';
import { loadTerms } from '#server/services/alert/alert-facts';

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

/** A portion of messages that have come: alerts, and that one is withdrawn for those who were told of it. */
const COMING = `select notifications.id, guardians.id guardian_id, notifications.created_at
    from json_each(:ids) i join notifications on notifications.id = i.value
      join users on users.id = notifications.user_id join guardians on guardians.student_id = users.id
    where notifications.planned_at is null and (notifications.retracted_at is null or notifications.retracted_at > :now)
      and (notifications.kind = 'alert' or notifications.kind = 'alert-retracted' and ${WAS_TOLD}) and ${sqlText(IS_TOLD)}`;

/** Alerts that came before some guardians proved their addresses, of periods that are not over. Those of a section say so behind the period. */
const STANDING = `select notifications.id, guardians.id guardian_id, notifications.created_at
    from json_each(:ids) i join guardians on guardians.id = i.value
      join users on users.id = guardians.student_id join notifications on notifications.user_id = users.id
    where guardians.caught_up_at is null and notifications.kind = 'alert' and notifications.planned_at is not null
      and (notifications.retracted_at is null or notifications.retracted_at > :now)
      and substr(notifications.period, 1, instr(notifications.period || '/', '/') - 1) in (select value from json_each(:periods))
      and not exists (select 1 from deliveries d where d.notification_id = notifications.id and d.guardian_id = guardians.id)
      and ${sqlText(IS_TOLD)}`;

/**
 * Queues a portion of messages for guardians. By hand, for the window that numbers each guardian's messages of a day: what comes after the
 * last place goes as one in the morning.
 */
const tellThose = (portion: string) => `with portion as (
    ${portion}
  ), placed as (
    select p.*, row_number() over (partition by p.guardian_id order by p.created_at, p.id) + (
      select count(*) from deliveries d where d.guardian_id = p.guardian_id and d.created_at >= :dayBefore
        and coalesce(d.sent_at, d.due_at) >= :day and d.kind = 'message') <= :most is_told
    from portion p
  )
  insert into deliveries (channel, kind, guardian_id, notification_id, created_at, due_at)
  select 'mail', iif(is_told, 'message', 'digest'), guardian_id, id, :now, iif(is_told, :due, :morning) from placed`;

const [TELL_COMING, TELL_STANDING] = [tellThose(COMING), tellThose(STANDING)];

/** As the plan of everybody else's messages has them. */
type Times = { now: number; due: number; morning: number; day: number; dayBefore: number };

const argsOf = (ids: readonly number[], most: number, { now, due, morning, day, dayBefore }: Times) => ({
  ...{ ids: JSON.stringify(ids), most, now, due, morning, day, dayBefore },
});

/** @param ids of messages  @param most in a day */
export function tellGuardians(ids: readonly number[], most: number, times: Times): InStatement {
  return { sql: TELL_COMING, args: argsOf(ids, most, times) };
}

/** Queues the alerts that stand for whoever has proved their address since. Each guardian is looked at once.
 *  @param settings of a school that tells guardians */
export async function catchUpGuardians({ db, commit }: Services, settings: SchoolSettings, times: Times): Promise<void> {
  const isBehind = and(isNull(guardians.caughtUpAt), IS_TOLD);
  const isOfThem = eq(users.id, guardians.studentId);
  const behind = await db.select({ id: guardians.id }).from(guardians).innerJoin(users, isOfThem).where(isBehind).limit(PORTION);
  if (behind.length === 0) return;
  const ids = behind.map(({ id }) => id);
  const periods = keysRunningOn(dayAt(times.now, settings.zone), await loadTerms({ db }));
  const isOne = inArray(guardians.id, sql`(select value from json_each(${JSON.stringify(ids)}))`);
  const student = db.select({ one: sql`1` }).from(users).where(IS_TOLD);
  const args = { ...argsOf(ids, settings.messages.messagesPerDay, times), periods: JSON.stringify(periods) };
  await commit([
    { sql: TELL_STANDING, args },
    db
      .update(guardians)
      .set({ caughtUpAt: times.now })
      .where(and(isOne, isNull(guardians.caughtUpAt), exists(student))),
  ]);
}
