/**
 * New revisions of the key behind a class session's code: statements that ride with what ends the trust in the one before. Each notes
 * when that one ended, so that what was on screen until then still counts. Written by hand: conditions come as text, from batches that
 * change many rows by one JSON argument.
 */
import type { InStatement, InValue } from '@libsql/client';
import { and, eq, gt, inArray, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { classSessions, loginSessions, sectionStaff } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import type { Write } from './context';

/** As far ahead as a day pack reaches: a local day is 25 hours long when clocks go back. */
const KEY_AHEAD_MS = 25 * HOUR_MS;

type Args = Record<string, InValue> & { now: number };

/** What an `update class_sessions` sets to raise the revision, once in a batch however many reasons it has. Needs `:now`.
 *  @param when SQL condition on the row as it was; always when left out */
export function newRevision(when = 'true'): string {
  const isDue = `(${when}) and coalesce(revisions_ended_at ->> '$[#-1]', 0) < :now`;
  return `revision = revision + (${isDue}),
    revisions_ended_at = iif(${isDue}, json_insert(revisions_ended_at, '$[#]', :now), revisions_ended_at)`;
}

/** The same, for the builder: what to set.
 *  @param when condition on the row as it was; always when left out */
export function raisedRevision(now: number, when: SQL = sql`true`) {
  const { revision, revisionsEndedAt: endedAt } = classSessions;
  const isDue = sql`(${when}) and coalesce(${endedAt} ->> '$[#-1]', 0) < ${now}`;
  return {
    revision: sql`${revision} + (${isDue})`,
    revisionsEndedAt: sql`iif(${isDue}, json_insert(${endedAt}, '$[#]', ${now}), ${endedAt})`,
  };
}

/** Ends the keys that may have left the server for class sessions of some sections: those not over that a day pack holds by now.
 *  @param sections SQL for the ids of the sections */
export function endKeysOf(sections: string, args: Args): InStatement {
  const sql = `update class_sessions set ${newRevision()}
    where section_id in (${sections}) and ends_at > :now and starts_at < :now + ${KEY_AHEAD_MS}`;
  return { sql, args };
}

/** SQL for the sections whose keys some people may hold: those they staff, and those of registers they have opened.
 *  @param people SQL for the ids of the people */
export function sectionsOfStaff(people: string): string {
  return `select section_id from section_staff where user_id in (${people})
    union select section_id from class_sessions where opened_by_id in (${people}) and state = 'open'`;
}

/** Ends sign-ins that their owner can no longer vouch for, and the keys that may be on their devices. Signing out where one is does
 *  not need it: that browser forgets what it holds. The ended ones are counted by the last statement.
 *  @param which SQL condition on `login_sessions` */
export function endSignIns(which: string, args: Args): [InStatement, InStatement] {
  return [
    endKeysOf(sectionsOfStaff(`select user_id from login_sessions where ${which}`), args),
    { sql: `delete from login_sessions where ${which}`, args },
  ];
}

type Parts = { db: Database; now: () => number };

/** `endKeysOf` for the builder.
 *  @param sections select of the ids of the sections */
export function endKeysIn({ db, now }: Parts, sections: SQLWrapper): Write {
  const at = now();
  const { sectionId, startsAt, endsAt } = classSessions;
  return db
    .update(classSessions)
    .set(raisedRevision(at))
    .where(and(inArray(sectionId, sections), gt(endsAt, at), lt(startsAt, at + KEY_AHEAD_MS)));
}

/** `sectionsOfStaff` for the builder.
 *  @param people select of the ids of the people */
export function sectionsHeldBy(db: Database, people: SQLWrapper): SQLWrapper {
  const { sectionId, openedById, state } = classSessions;
  return union(
    db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(inArray(sectionStaff.userId, people)),
    db
      .select({ id: sectionId })
      .from(classSessions)
      .where(and(inArray(openedById, people), eq(state, 'open'))),
  );
}

/** `endSignIns` for the builder.
 *  @param which condition on `login_sessions` */
export function endSignInsWhere(parts: Parts, which: SQL): [Write, Write] {
  const { db } = parts;
  const people = db.select({ id: loginSessions.userId }).from(loginSessions).where(which);
  return [endKeysIn(parts, sectionsHeldBy(db, people)), db.delete(loginSessions).where(which)];
}
