/**
 * From inboxes to the queue: messages that have come are looked at once, and one delivery is queued for each way their reader wishes, in
 * statements about many people at a time. How many a day, and when it is quiet, is the school's to say.
 */
import type { InStatement } from '@libsql/client';
import { and, asc, isNull, lte, sql } from 'drizzle-orm';
import { notifications } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { DEFAULT_CHOICES, GROUP_OF, URGENCY } from '#domain/message/channel';
import { type Channel, URGENT_FOR_MS } from '#domain/message/delivery';
import { NOTIFICATION_KINDS } from '#domain/message/notification';
import { dayStart, nextMorning, quietEnd } from '#domain/message/quiet-hours';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import type { SchoolSettings } from '#domain/school/school';
import { dayAt } from '#domain/time';
import type { Services, Write } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { loadSettings } from '#server/services/school/school';
import { channelsOf } from './channels-on';
import { askGuardians, catchUpGuardians, tellGuardians } from './guardian-planning';

/** Messages of one portion: few enough that a check-in waits no longer than it would behind another. */
const PORTION = 250;

/** How long one round may take; the next goes on where it ended. */
const ROUND_MS = 4_000;

/**
 * Queues one channel's deliveries for a portion of messages. By hand: a window numbers each person's messages of the day they go, on top
 * of those that go by then; what comes after the last place goes as one in the morning, and what is urgent and too late not
 * at all. A webhook knows no choices and no limit.
 */
const QUEUE = `with portion as (
    select n.id, n.user_id, n.created_at, k.value ->> 'urgency' is 'always' or (k.value ->> 'urgency' is 'on-its-day' and coalesce(:today in
      (n.facts ->> '$.meeting.day', n.facts ->> '$.from.day', n.facts ->> '$.to.day', n.facts ->> '$.day'), false)) is_urgent
    from json_each(:ids) i join notifications n on n.id = i.value
      join json_each(:kinds) k on k.value ->> 'kind' = n.kind
      join users u on u.id = n.user_id and u.state = 'active' and u.archived_at is null
      left join channel_choices c on c.user_id = n.user_id and c.kind_group = k.value ->> 'group' and c.channel = :channel
    where n.planned_at is null and n.read_at is null and (n.retracted_at is null or n.retracted_at > :now)
      and coalesce(c.is_on, k.value ->> 'isOn') and (:channel <> 'mail' or u.email not like :noAddress)
      and (:channel <> 'push' or exists (select 1 from push_subscriptions s where s.user_id = n.user_id))
  ), placed as (
    select p.*, row_number() over (partition by p.user_id order by p.created_at, p.id) + (
      select count(distinct d.notification_id) from deliveries d where d.user_id = p.user_id and d.channel = :channel
        and d.created_at >= :dayBefore and coalesce(d.sent_at, d.due_at) >= :day and d.kind = 'message') <= :most or p.is_urgent is_told
    from portion p
  )
  insert into deliveries (channel, kind, user_id, notification_id, subscription_id, is_urgent, created_at, due_at)
  select :channel, iif(p.is_told, 'message', 'digest'), p.user_id, p.id, s.id, p.is_urgent, :now,
    case when not p.is_told then :morning when p.is_urgent then :now else :due end
  from placed p left join push_subscriptions s on s.user_id = p.user_id and :channel = 'push'
  where (s.id is not null or :channel <> 'push') and (not p.is_urgent or p.created_at > :urgentSince)`;

/** What is the same for every message of a portion. */
type Plan = { settings: SchoolSettings; now: number; ids: readonly number[] };

/** Each kind with its group, how urgent it is by now, and whether most get it by this channel. */
function kindsOn(channel: Channel, isQuiet: boolean) {
  return NOTIFICATION_KINDS.map((kind) => {
    const group = GROUP_OF[kind];
    const isOn = channel === 'webhook' || DEFAULT_CHOICES[group][channel];
    const urgency = URGENCY[kind] ?? null;
    return { kind, group, urgency: urgency === 'outside-quiet-hours' && !isQuiet ? 'always' : urgency, isOn: isOn ? 1 : 0 };
  });
}

/** When what is planned now goes, and the day by which it is counted. */
function timesOf({ settings: { zone, messages }, now }: Omit<Plan, 'ids'>) {
  const quiet = { ...messages, zone };
  const due = quietEnd(now, quiet) ?? now;
  const day = dayStart(due, zone);
  return { now, due, morning: nextMorning(due, quiet), day, dayBefore: day - DAY_MS };
}

function queueStatement(channel: Channel, plan: Plan): InStatement {
  const { settings, now, ids } = plan;
  const { zone, messages } = settings;
  const most = channel === 'webhook' ? Number.MAX_SAFE_INTEGER : messages.messagesPerDay;
  const times = { ...timesOf(plan), urgentSince: now - URGENT_FOR_MS };
  const kinds = JSON.stringify(kindsOn(channel, times.due > now));
  const about = { ids: JSON.stringify(ids), kinds, today: dayAt(now, zone) };
  return { sql: QUEUE, args: { channel, most, noAddress: `%${NO_ADDRESS_DOMAIN}`, ...times, ...about } };
}

async function loadUnplanned({ db, now }: Services): Promise<number[]> {
  const { id, createdAt, plannedAt } = notifications;
  const isUnplanned = and(isNull(plannedAt), lte(createdAt, now()));
  const rows = await db.select({ id }).from(notifications).where(isUnplanned).orderBy(asc(createdAt)).limit(PORTION);
  return rows.map((row) => row.id);
}

/** Whether guardians are written to. */
const tellsGuardians = (services: Services, settings: SchoolSettings) =>
  settings.messages.guardiansGetAlerts && channelsOf(services, settings).includes('mail');

function planStatements(services: Services, plan: Plan): Write[] {
  const { db } = services;
  const { settings, ids } = plan;
  const isOne = sql`${notifications.id} in (select value from json_each(${JSON.stringify(plan.ids)}))`;
  const planned = db
    .update(notifications)
    .set({ plannedAt: plan.now })
    .where(and(isOne, isNull(notifications.plannedAt)));
  return [
    ...channelsOf(services, settings).map((channel) => queueStatement(channel, plan)),
    ...(tellsGuardians(services, settings) ? [tellGuardians(ids, settings.messages.messagesPerDay, timesOf(plan))] : []),
    planned,
  ];
}

/** Queues what has come into inboxes. A job of `now`; many processes may run it, and a message is queued once. */
export async function planDeliveries(services: Services): Promise<void> {
  const until = performance.now() + ROUND_MS;
  const settings = await loadSettings(services);
  if (tellsGuardians(services, settings)) {
    await askGuardians(services, settings);
    await catchUpGuardians(services, settings, timesOf({ settings, now: services.now() }));
  }
  do {
    const ids = await loadUnplanned(services);
    if (ids.length === 0) return;
    await services.commit(planStatements(services, { settings, now: services.now(), ids }));
    await yieldToEventLoop();
  } while (performance.now() < until);
}
