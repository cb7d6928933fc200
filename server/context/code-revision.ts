/**
 * New revisions of the key behind a class session's code: statements that ride with what ends the trust in the one before. Each notes
 * when that one ended, so that what was on screen until then still counts.
 */
import { and, eq, gt, inArray, lt, ne, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { classSessions, covers, loginSessions, sectionStaff } from '#db/schema';
import { IS_STANDING } from '#db/sql/staffing';
import { sqlText } from '#db/sql/values';
import { HOUR_MS } from '#domain/duration';
import type { ActorContext, Write } from './context';

/** As far ahead as a day pack reaches: a local day is 25 hours long when clocks go back. */
const KEY_AHEAD_MS = 25 * HOUR_MS;

/** What an update of class sessions sets to raise the revision, once in a batch however many reasons it has.
 *  @param now epoch ms, or SQL for that  @param when condition on the row as it was; always when left out */
export function raisedRevision(now: number | SQL, when: SQL = sql`true`) {
  const { revision, revisionsEndedAt: endedAt } = classSessions;
  const isDue = sql`(${when}) and coalesce(${endedAt} ->> '$[#-1]', 0) < ${now}`;
  return {
    revision: sql`${revision} + (${isDue})`,
    revisionsEndedAt: sql`iif(${isDue}, json_insert(${endedAt}, '$[#]', ${now}), ${endedAt})`,
  };
}

/** The same as text, for an update of `class_sessions` by hand. Needs `:now`. */
export function raisedRevisionSql(when: string): string {
  const { revision, revisionsEndedAt } = raisedRevision(sql.raw(':now'), sql.raw(when));
  return sqlText(sql`revision = ${revision}, revisions_ended_at = ${revisionsEndedAt}`);
}

type Parts = { db: Database; now: () => number };

/** Ends the keys that may have left the server for class sessions of some sections: those not over that a day pack holds by now.
 *  @param sections select of the ids of the sections */
export function endKeysOf({ db, now }: Parts, sections: SQLWrapper): Write {
  const at = now();
  const { sectionId, startsAt, endsAt } = classSessions;
  return db
    .update(classSessions)
    .set(raisedRevision(at))
    .where(and(inArray(sectionId, sections), gt(endsAt, at), lt(startsAt, at + KEY_AHEAD_MS)));
}

/** The sections whose keys some people may hold: those they staff, those of class sessions they cover, and those of registers they have opened.
 *  @param people select of the ids of the people */
export function sectionsOfStaff(db: Database, people: SQLWrapper): SQLWrapper {
  const { id, sectionId, openedById, state } = classSessions;
  const isTheirs = and(inArray(covers.userId, people), IS_STANDING);
  return union(
    db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(inArray(sectionStaff.userId, people)),
    db
      .select({ id: sectionId })
      .from(covers)
      .innerJoin(classSessions, eq(id, covers.classSessionId))
      .where(and(isTheirs, inArray(state, ['scheduled', 'open']))),
    db
      .select({ id: sectionId })
      .from(classSessions)
      .where(and(inArray(openedById, people), eq(state, 'open'))),
  );
}

/** Ends sign-ins that their owner can no longer vouch for, and the keys that may be on their devices. Signing out where one is does
 *  not need it: that browser forgets what it holds. The ended ones are counted by the last statement.
 *  @param which condition on `login_sessions` */
export function endSignIns(parts: Parts, which: SQL): [Write, Write] {
  const { db } = parts;
  const people = db.select({ id: loginSessions.userId }).from(loginSessions).where(which);
  return [endKeysOf(parts, sectionsOfStaff(db, people)), db.delete(loginSessions).where(which)];
}

/** Ends every sign-in of the actor but this one. */
export function endOtherSignIns(ctx: ActorContext): [Write, Write] {
  const { userId, id } = loginSessions;
  return endSignIns(ctx, and(eq(userId, ctx.actor.id), ne(id, ctx.loginSession.id)) as SQL);
}
