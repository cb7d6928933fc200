/**
 * A person's timetable as an iCalendar feed (RFC 5545) at a secret address. Whoever has the address reads the feed, so it tells
 * of classes, times and rooms only and never names a person; the address is shown once and kept as a hash.
 */

import { and, asc, between, eq, exists, inArray, isNotNull, or, type SQL } from 'drizzle-orm';
import { ICalCalendarMethod, type ICalEventData, ICalEventStatus, default as ical } from 'ical-generator';
import { attendance, calendarFeeds, classSessions, courses, enrolments, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isOnRoll } from '#db/sql/roll';
import { registersOf } from '#db/sql/staffing';
import { HOUR_MS } from '#domain/duration';
import { sha256Hex, toBase64Url } from '#domain/encoding';
import * as paths from '#domain/paths';
import { addDays, dayAt } from '#domain/time';
import { languageOf } from '#domain/words/language';
import type { Facts, MessageId } from '#domain/words/message';
import { wordMessage } from '#domain/words/translate';
import type { ActorContext, Context, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;

/** A calendar shows what was and what is planned: a term behind, two ahead. */
const DAYS = { before: 120, after: 300 };

/** How often a calendar is asked to look again, in seconds. */
const LOOK_AGAIN_S = (2 * HOUR_MS) / 1000;

/** Whose feed is at an address; nobody's when they may no longer sign in. */
function findOwner({ db }: Context, tokenHash: string) {
  return db
    .select({ id: users.id, createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .innerJoin(users, eq(users.id, calendarFeeds.userId))
    .where(and(eq(calendarFeeds.tokenHash, tokenHash), IS_ACTIVE))
    .get();
}

/** Classes of days on the roll, and those with a mark from before a move; those of the sections they teach, and those they cover.
 *  @param isWanted condition on `class_sessions` */
function isTheirs({ db }: Context, { id }: { id: number }, isWanted: SQL): SQL | undefined {
  const { sectionId, day } = classSessions;
  const own = db.select({ id: enrolments.sectionId }).from(enrolments).where(eq(enrolments.studentId, id));
  const isThere = and(eq(enrolments.studentId, id), eq(enrolments.sectionId, sectionId), isOnRoll(day));
  const isTheirMark = and(eq(attendance.classSessionId, classSessions.id), eq(attendance.studentId, id));
  const isMarked = and(isTheirMark, isNotNull(attendance.status));
  const wasThere = exists(db.select({ id: enrolments.id }).from(enrolments).where(isThere));
  const hasMark = exists(db.select({ id: attendance.studentId }).from(attendance).where(isMarked));
  return or(inArray(classSessions.id, registersOf(db, id, isWanted)), and(inArray(sectionId, own), or(wasThere, hasMark)));
}

type Row = Awaited<ReturnType<typeof loadClasses>>[number];

function loadClasses(ctx: Context, owner: { id: number }, { from, until }: { from: string; until: string }) {
  const { id, day, room, startsAt, endsAt, state, sequence, editedAt } = classSessions;
  const isWanted = between(day, from, until);
  const names = { courseCode: courses.code, courseTitle: courses.title, sectionCode: sections.code };
  return ctx.db
    .select({ id, room, startsAt, endsAt, state, sequence, editedAt, ...names })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(isTheirs(ctx, owner, isWanted), isWanted))
    .orderBy(asc(startsAt), asc(id));
}

/** Since when the actor has a feed; null without one. Its address is known to nobody but whoever kept it. */
export async function feedState({ db, actor }: ActorContext): Promise<{ createdAt: number | null }> {
  const { createdAt, userId } = calendarFeeds;
  const row = await db.select({ createdAt }).from(calendarFeeds).where(eq(userId, actor.id)).get();
  return { createdAt: row?.createdAt ?? null };
}

function endFeed({ db, actor }: ActorContext): Write {
  return db.delete(calendarFeeds).where(eq(calendarFeeds.userId, actor.id));
}

/** Makes the actor's feed and tells its address, this once. An earlier address stops working. */
export async function createFeed(ctx: ActorContext): Promise<{ url: string }> {
  const token = toBase64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
  await ctx.commit([
    endFeed(ctx),
    ctx.db.insert(calendarFeeds).values({ tokenHash: await sha256Hex(token), userId: ctx.actor.id, createdAt: ctx.now() }),
  ]);
  ctx.log('info', 'calendar-feed.created', { actorId: ctx.actor.id });
  return { url: `${ctx.policy.baseUrl}${paths.calendarFeed(token)}` };
}

/** Ends the actor's feed. Without one nothing happens. */
export async function revokeFeed(ctx: ActorContext): Promise<void> {
  await ctx.commit([endFeed(ctx)]);
  ctx.log('info', 'calendar-feed.revoked', { actorId: ctx.actor.id });
}

export type Feed = { body: string; etag: string };

/** The feed at a secret address, and a tag that changes when it does; null for an address nobody has, also when its owner may no
 *  longer sign in. Never throws for a token, whatever it is. */
export async function readFeed(ctx: Context, token: string): Promise<Feed | null> {
  const hash = TOKEN.test(token) ? await sha256Hex(token) : '';
  const owner = await findOwner(ctx, hash);
  if (!owner) return null;
  const { name, zone } = await loadSettings(ctx);
  const today = dayAt(ctx.now(), zone);
  const range = { from: addDays(today, -DAYS.before), until: addDays(today, DAYS.after) };
  const rows = await loadClasses(ctx, owner, range);
  const host = new URL(ctx.policy.baseUrl).hostname;
  const words: Words = (id, values) => wordMessage(languageOf(ctx), { id, values });
  const events = rows.map((row) => eventOf(row, { host, stamp: row.editedAt ?? owner.createdAt, words }));
  const body = calendarOf(words('timetable.feed-name', { school: name }), events);
  return { body, etag: `"${(await sha256Hex(body)).slice(0, 32)}"` };
}

type Words = (id: MessageId, values: Facts) => string;

/** Instants are written in UTC, so no calendar has to know the school's zone. */
function eventOf(row: Row, { host, stamp, words }: { host: string; stamp: number; words: Words }): ICalEventData {
  const { id, sequence, courseTitle, courseCode, sectionCode, room, state } = row;
  const isCancelled = state === 'cancelled';
  return {
    id: `class-session-${id}@${host}`,
    sequence,
    stamp: new Date(stamp),
    start: new Date(row.startsAt),
    end: new Date(row.endsAt),
    // Many calendars show a cancelled event as if it took place, so its name says so too.
    summary: words(isCancelled ? 'timetable.feed-cancelled' : 'timetable.feed-class', { courseTitle, courseCode, sectionCode }),
    location: room ?? null,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

function calendarOf(name: string, events: ICalEventData[]): string {
  const prodId = { company: 'Muster', product: 'Timetable', language: 'EN' };
  return ical({ name, prodId, method: ICalCalendarMethod.PUBLISH, ttl: LOOK_AGAIN_S, events }).toString();
}
