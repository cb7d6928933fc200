/** "Your class is about to begin": to students who chose to be told, a few minutes before. It is gone once the class has begun, and taken
 *  back when the class is not to begin then after all. */
import { and, eq, exists, gt, inArray, isNull, lte, notExists, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { channelChoices, classSessions, courses, enrolments, notifications, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { CLASS_FACTS } from '#db/sql/notification';
import { isOnRoll } from '#db/sql/roll';
import { rowOf } from '#db/sql/values';
import { SOON_MS } from '#domain/message/reminder';
import { addDays, dayAt } from '#domain/time';
import type { Services, Write } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';

/** Class sessions told in one batch: whoever writes meanwhile waits for it. */
const AT_ONCE = 20;

/** Of the message, beside its class session. */
const RULE = 'class-soon';

type Teller = Pick<Services, 'db' | 'commit' | 'now'>;

const { id, sectionId, day, startsAt, room, state } = classSessions;

/** A student on the roll that day may expect it: it is neither cancelled nor of a section that is archived. */
const isToBegin = and(inArray(state, ['scheduled', 'open']), isNull(sections.archivedAt), isOnRoll(day)) as SQL;

/** Whatever the school's zone is, what begins within minutes is of one of these days. */
function isSoon(now: number): SQL {
  const today = dayAt(now, 'UTC');
  const days = [addDays(today, -1), today, addDays(today, 1)];
  return and(inArray(day, days), gt(startsAt, now), lte(startsAt, now + SOON_MS)) as SQL;
}

/** Who is to be told, once for each time that a class is to begin. */
function isToTell({ db, now }: Teller): SQL {
  const told = alias(notifications, 'told');
  const isTold = and(
    ...[eq(told.userId, users.id), gt(told.createdAt, now() - SOON_MS), eq(told.rule, RULE)],
    ...[sql`${told.period} = ${id}`, eq(told.retractedAt, startsAt)],
  );
  const isChoice = and(
    ...[eq(channelChoices.userId, users.id), eq(channelChoices.kindGroup, 'upcoming'), eq(channelChoices.isOn, true)],
  );
  const choice = db.select({ one: sql`1` }).from(channelChoices).where(isChoice);
  const message = db.select({ one: sql`1` }).from(told).where(isTold);
  return and(IS_ACTIVE, isToBegin, exists(choice), notExists(message)) as SQL;
}

/** Class sessions of which somebody is to be told. */
function loadDue(services: Teller) {
  const { db, now } = services;
  const student = db
    .select({ one: sql`1` })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(enrolments.sectionId, sectionId), isToTell(services)));
  return db
    .select({ id })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .where(and(isSoon(now()), exists(student)))
    .limit(AT_ONCE);
}

function tellStatement(services: Teller, ids: readonly number[]): Write {
  const now = services.now();
  const message = { userId: users.id, kind: RULE, facts: CLASS_FACTS, rule: RULE, period: sql`${id}`, createdAt: now } as const;
  const students = services.db
    .selectDistinct(rowOf(notifications, { ...message, retractedAt: startsAt }))
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(enrolments, eq(enrolments.sectionId, sectionId))
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(inArray(id, [...ids]), isSoon(now), isToTell(services)));
  return services.db.insert(notifications).select(students);
}

/** Takes back what stands of a class that is not to begin then and there, or not for its reader. */
function takeBackStatement({ db, now }: Teller): Write {
  const { kind, userId, period, retractedAt, facts } = notifications;
  const isIts = and(
    ...[sql`${id} = cast(${period} as integer)`, eq(enrolments.studentId, userId)],
    ...[eq(startsAt, retractedAt), sql`${room} is ${facts} ->> '$.meeting.room'`],
  );
  const right = db
    .select({ one: sql`1` })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(enrolments, eq(enrolments.sectionId, sectionId))
    .where(and(isIts, isToBegin));
  return db
    .update(notifications)
    .set({ retractedAt: now() })
    .where(and(eq(kind, RULE), gt(retractedAt, now()), sql`${notifications.rule} is not null`, notExists(right)));
}

/** Tells those who chose it of classes that begin within minutes. A job of `now`, idempotent. */
export async function tellUpcoming(services: Teller): Promise<void> {
  await services.commit([takeBackStatement(services)]);
  for (;;) {
    const due = await loadDue(services);
    if (due.length === 0) return;
    const ids = due.map((one) => one.id);
    const [told] = await services.commit([tellStatement(services, ids)]);
    if (told?.rowsAffected === 0) return;
    await yieldToEventLoop();
  }
}
