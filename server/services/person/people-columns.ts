/** What the list of people tells of each beside their own row: classes, attendance, and when they were last seen. Parts of the statement
 *  that brings the page. */
import { and, eq, isNull, max, type SQL, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { courses, enrolments, loginSessions, sectionStaff, sections, users } from '#db/schema';
import { asJson } from '#db/sql/values';
import type { ListedPerson } from '#domain/person/person';
import { percentOf, type RatePolicy, sumsOf } from '#domain/rate';
import type { Tally } from '#domain/register/attendance';
import { endsFrom } from '#server/services/structure/enrolment-conditions';

/** Epoch ms of the last request of a user's sign-ins; null without one. */
export function lastSeenOf(db: Database): SQL<number | null> {
  const last = db
    .select({ at: max(loginSessions.lastSeenAt) })
    .from(loginSessions)
    .where(eq(loginSessions.userId, users.id));
  return sql<number | null>`${last}`;
}

/** Codes of the classes in use that a user learns in, now or later, or is staff of. */
export function classesOf(db: Database, today: string): SQL<string[]> {
  const code = sql<string>`${courses.code} || ' ' || ${sections.code}`.as('code');
  const isInUse = isNull(sections.archivedAt);
  const learning = db
    .select({ code })
    .from(enrolments)
    .innerJoin(sections, eq(sections.id, enrolments.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(eq(enrolments.studentId, users.id), endsFrom(enrolments, today), isInUse));
  const teaching = db
    .select({ code })
    .from(sectionStaff)
    .innerJoin(sections, eq(sections.id, sectionStaff.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(eq(sectionStaff.userId, users.id), isInUse));
  return asJson(sql`(select json_group_array(code) from ${union(learning, teaching)})`);
}

type Row = Omit<ListedPerson, 'percent'> & { tally: Tally | null };

/** A row as people read it. Never throws. */
export function toListed({ tally, classes, ...row }: Row, policy: RatePolicy): ListedPerson {
  return { ...row, classes: classes.sort(), percent: tally && percentOf(sumsOf(tally, policy)) };
}
