/** Registers that nobody took are asked for: of the staff of the class a little after its end, and of administrators in one message when the
 *  day's classes are over. What is taken after all is taken back. */
import { and, count, eq, exists, gt, gte, inArray, isNull, lte, ne, not, notExists, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { classSessions, closures, courses, covers, notifications, sectionStaff, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isNotTaken } from '#db/sql/not-taken';
import { CLASS_FACTS } from '#db/sql/notification';
import { hasRegister, IS_STANDING } from '#db/sql/staffing';
import { rowOf } from '#db/sql/values';
import { DAY_MS } from '#domain/duration';
import { CHASE_AFTER_MS } from '#domain/message/reminder';
import { addDays, dayAt } from '#domain/time';
import type { Services, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

type Teller = Pick<Services, 'db' | 'commit' | 'now'>;
type Chase = { db: Database; now: number; lockMs: number };

/** Kinds of the messages, which are their rules too: one for each class session, or day. */
const ONE = 'register-not-taken';
const DIGEST = 'registers-not-taken';

const { id, sectionId, day, startsAt, endsAt, closesAt, state } = classSessions;

/** Condition on `class_sessions` and `sections`: it was to be held, and nobody took its register. */
function isMissed(db: Database): SQL {
  const closed = db
    .select({ one: sql`1` })
    .from(closures)
    .where(and(lte(closures.fromDay, day), gte(closures.untilDay, day)));
  return and(isNotTaken(db), isNull(sections.archivedAt), notExists(closed)) as SQL;
}

/** The reader was told already, also when that was taken back. */
function isTold(db: Database, rule: string, period: SQL | string, since: SQL | number | typeof startsAt): SQL {
  const told = alias(notifications, 'told');
  const isIt = and(eq(told.userId, users.id), gt(told.createdAt, since), eq(told.rule, rule), sql`${told.period} = ${period}`);
  return exists(db.select({ one: sql`1` }).from(told).where(isIt));
}

/** To the staff of each class of these days, and to whoever covers it. It is gone when the register locks, because then nobody can take it. */
function tellStaffStatement({ db, now, lockMs }: Chase, days: string[]): Write {
  const facts = sql`json_set(${CLASS_FACTS}, '$.classSessionId', ${id})`;
  const retractedAt = sql`${endsAt} + ${lockMs}`;
  const row = rowOf(notifications, {
    ...({ userId: users.id, kind: ONE, facts, rule: ONE, period: sql`${id}`, createdAt: now, retractedAt } as const),
  });
  const isOver = and(inArray(day, days), lte(closesAt, now - CHASE_AFTER_MS), gt(closesAt, now - DAY_MS));
  const isTheirs = or(
    inArray(users.id, db.select({ id: sectionStaff.userId }).from(sectionStaff).where(eq(sectionStaff.sectionId, sectionId))),
    inArray(
      users.id,
      db
        .select({ id: covers.userId })
        .from(covers)
        .where(and(eq(covers.classSessionId, id), IS_STANDING)),
    ),
  );
  const staff = db
    .selectDistinct(row)
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(users, isTheirs)
    .where(and(isOver, isMissed(db), IS_ACTIVE, sql`${retractedAt} > ${now}`, not(isTold(db, ONE, sql`${id}`, startsAt))));
  return db.insert(notifications).select(staff);
}

/** Of a day. */
function missedOn(db: Database, on: SQL | string) {
  return db
    .select({ count: count() })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .where(and(sql`${day} = ${on}`, isMissed(db)));
}

/** To administrators, how many there were of a day, once all of its classes are over and their registers settled. */
function tellAdministratorsStatement({ db, now, lockMs }: Chase, on: string): Write {
  const missed = missedOn(db, on);
  const facts = sql`json_object('day', ${on}, 'count', ${missed})`;
  const isUnsettled = inArray(state, ['scheduled', 'open']);
  const isLater = and(eq(day, on), ne(state, 'cancelled'), or(isUnsettled, gt(closesAt, now - CHASE_AFTER_MS)));
  const later = db.select({ one: sql`1` }).from(classSessions).where(isLater);
  const row = rowOf(notifications, {
    ...({
      userId: users.id,
      kind: DIGEST,
      facts,
      rule: DIGEST,
      period: on,
      createdAt: now,
      retractedAt: now + Math.max(lockMs, DAY_MS),
    } as const),
  });
  const isDue = and(not(isTold(db, DIGEST, on, now - 2 * DAY_MS)), notExists(later), sql`${missed} > 0`);
  const administrators = db
    .select(row)
    .from(users)
    .where(and(eq(users.role, 'admin'), IS_ACTIVE, isDue));
  return db.insert(notifications).select(administrators);
}

/** Those of a kind that stand. */
const isStanding = (kind: typeof ONE | typeof DIGEST, now: number) =>
  and(eq(notifications.kind, kind), gt(notifications.retractedAt, now), sql`${notifications.rule} is not null`);

/** Takes back what was taken, cancelled or archived since, and what whoever left the staff can do nothing about. */
function takeBackStatements({ db, now }: Chase): Write[] {
  const { period, userId } = notifications;
  const missed = db
    .select({ one: sql`1` })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .where(and(sql`${id} = cast(${period} as integer)`, isMissed(db), hasRegister(classSessions, userId)));
  const gone = { retractedAt: now };
  return [
    db
      .update(notifications)
      .set(gone)
      .where(and(isStanding(ONE, now), notExists(missed))),
    db
      .update(notifications)
      .set(gone)
      .where(and(isStanding(DIGEST, now), sql`${missedOn(db, sql`${period}`)} = 0`)),
  ];
}

/** Asks for registers that were not taken. A job of `now`, idempotent. */
export async function chaseRegisters({ db, commit, now: clock }: Teller): Promise<void> {
  const { zone, lockDays } = await loadSettings({ db });
  const now = clock();
  const today = dayAt(now, zone);
  const days = [addDays(today, -1), today];
  const chase = { db, now, lockMs: lockDays * DAY_MS };
  await commit([
    ...takeBackStatements(chase),
    tellStaffStatement(chase, days),
    ...days.map((one) => tellAdministratorsStatement(chase, one)),
  ]);
}
