/**
 * A person's timetable as an iCalendar feed (RFC 5545) at a secret address. Whoever has the address reads the feed, so it tells
 * of classes, times and rooms only and never names a person; the address is shown once and kept as a hash.
 */
import { ICalCalendarMethod, type ICalEventData, ICalEventStatus, default as ical } from 'ical-generator';
import { queryRow, queryRows } from '#db/query';
import { HOUR_MS } from '#domain/duration';
import { sha256Hex, toBase64Url } from '#domain/encoding';
import * as paths from '#domain/paths';
import type { Role } from '#domain/person/user';
import type { ClassSessionState } from '#domain/register/class-session';
import { addDays, dayAt } from '#domain/time';
import type { ActorContext, Context } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** A calendar shows what was and what is planned: a term behind, two ahead. */
const DAYS = { before: 120, after: 300 };

/** How often a calendar is asked to look again, in seconds. */
const LOOK_AGAIN_S = (2 * HOUR_MS) / 1000;

const OWNER = `select u.id, u.role, f.created_at createdAt from calendar_feeds f join users u on u.id = f.user_id
  where f.token_hash = ? and u.state = 'active' and u.archived_at is null`;

const COLUMNS = `select cs.id, c.code courseCode, c.title courseTitle, s.code sectionCode, cs.room, cs.starts_at startsAt,
    cs.ends_at endsAt, cs.state, cs.sequence, cs.edited_at editedAt`;
const NAMES = 'join sections s on s.id = cs.section_id join courses c on c.id = s.course_id';

const OF_STUDENT = `${COLUMNS} from (select distinct section_id from enrolments where student_id = :userId) own
    join class_sessions cs on cs.section_id = own.section_id and cs.day between :from and :until ${NAMES}
  where exists (select 1 from enrolments e where e.student_id = :userId and e.section_id = cs.section_id
    and e.from_day <= cs.day and (e.until_day is null or e.until_day >= cs.day))
  order by cs.starts_at, cs.id`;

const OF_STAFF = `${COLUMNS} from section_staff st
    join class_sessions cs on cs.section_id = st.section_id and cs.day between :from and :until ${NAMES}
  where st.user_id = :userId order by cs.starts_at, cs.id`;

type Row = {
  id: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  startsAt: number;
  endsAt: number;
  state: ClassSessionState;
  sequence: number;
  editedAt: number | null;
};

/** Since when the actor has a feed; null without one. Its address is known to nobody but whoever kept it. */
export async function feedState({ db, actor }: ActorContext): Promise<{ createdAt: number | null }> {
  const row = await queryRow<{ createdAt: number }>(db, 'select created_at createdAt from calendar_feeds where user_id = ?', [
    actor.id,
  ]);
  return { createdAt: row?.createdAt ?? null };
}

/** Makes the actor's feed and tells its address, this once. An earlier address stops working. */
export async function createFeed(ctx: ActorContext): Promise<{ url: string }> {
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  await ctx.commit([
    { sql: 'delete from calendar_feeds where user_id = ?', args: [ctx.actor.id] },
    {
      sql: 'insert into calendar_feeds (token_hash, user_id, created_at) values (?, ?, ?)',
      args: [await sha256Hex(token), ctx.actor.id, ctx.now()],
    },
  ]);
  ctx.log('info', 'calendar-feed.created', { actorId: ctx.actor.id });
  return { url: `${ctx.policy.baseUrl}${paths.calendarFeed(token)}` };
}

/** Ends the actor's feed. Without one nothing happens. */
export async function revokeFeed(ctx: ActorContext): Promise<void> {
  await ctx.commit([{ sql: 'delete from calendar_feeds where user_id = ?', args: [ctx.actor.id] }]);
  ctx.log('info', 'calendar-feed.revoked', { actorId: ctx.actor.id });
}

export type Feed = { body: string; etag: string };

/** The feed at a secret address, and a tag that changes when it does; null for an address nobody has, also when its owner may no
 *  longer sign in. Never throws for a token, whatever it is. */
export async function readFeed(ctx: Context, token: string): Promise<Feed | null> {
  const hash = TOKEN.test(token) ? await sha256Hex(token) : '';
  const owner = await queryRow<{ id: number; role: Role; createdAt: number }>(ctx.db, OWNER, [hash]);
  if (!owner) return null;
  const { name, zone } = await loadSettings(ctx);
  const today = dayAt(ctx.now(), zone);
  const range = { from: addDays(today, -DAYS.before), until: addDays(today, DAYS.after) };
  const rows = await queryRows<Row>(ctx.db, owner.role === 'student' ? OF_STUDENT : OF_STAFF, { userId: owner.id, ...range });
  const host = new URL(ctx.policy.baseUrl).hostname;
  const events = rows.map((row) => eventOf(row, { host, stamp: row.editedAt ?? owner.createdAt }));
  const body = calendarOf(`${name} timetable`, events);
  return { body, etag: `"${(await sha256Hex(body)).slice(0, 32)}"` };
}

/** Instants are written in UTC, so no calendar has to know the school's zone. */
function eventOf(row: Row, { host, stamp }: { host: string; stamp: number }): ICalEventData {
  const { id, sequence, courseTitle, courseCode, sectionCode, room, state } = row;
  const isCancelled = state === 'cancelled';
  return {
    ...{ id: `class-session-${id}@${host}`, sequence, stamp: new Date(stamp) },
    ...{ start: new Date(row.startsAt), end: new Date(row.endsAt) },
    // Many calendars show a cancelled event as if it took place, so its name says so too.
    summary: `${isCancelled ? 'Cancelled: ' : ''}${courseTitle} (${courseCode} ${sectionCode})`,
    location: room ?? null,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

function calendarOf(name: string, events: ICalEventData[]): string {
  const prodId = { company: 'Muster', product: 'Timetable', language: 'EN' };
  return ical({ name, prodId, method: ICalCalendarMethod.PUBLISH, ttl: LOOK_AGAIN_S, events }).toString();
}
