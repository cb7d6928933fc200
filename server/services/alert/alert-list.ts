/** Alerts as staff see them: administrators all, staff those in their classes, and those about all classes together of students on their
 *  rolls. Of what an alert names, a reader is shown the class sessions they may open. */
import { and, desc, eq, exists, gte, inArray, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { alerts, classSessions, courses, enrolments, sectionStaff, sections, users } from '#db/schema';
import { isOpenAlert } from '#db/sql/alert';
import { photoAtOf } from '#db/sql/photo-at';
import { isStaffedBy } from '#db/sql/staffing';
import { NUMBER_OR_ID } from '#db/sql/student-number';
import {
  ALERT_PAGE,
  type AlertFilter,
  type AlertList,
  type AlertState,
  type AlertView,
  type HandleAlertInput,
  type NamedSession,
} from '#domain/alert/alert';
import { periodNamed } from '#domain/alert/period';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadTerms } from './alert-facts';

const handler = alias(users, 'handler');

/** The student of an alert is on the roll of some class, now or later. */
function isOnRollOf({ db }: ActorContext, today: string, which: SQL): SQL {
  const isTheirs = and(
    eq(enrolments.studentId, alerts.studentId),
    or(isNull(enrolments.untilDay), gte(enrolments.untilDay, today)),
    which,
  );
  return exists(db.select({ one: sql`1` }).from(enrolments).where(isTheirs));
}

/** Alerts that the actor may see and handle: never those about themselves. */
function isReadable(ctx: ActorContext, today: string): SQL {
  const { db, actor } = ctx;
  const isOthers = ne(alerts.studentId, actor.id);
  if (can(actor, 'school.manage')) return isOthers;
  const staffed = db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(eq(sectionStaff.userId, actor.id));
  const isOfStaff = or(
    inArray(alerts.sectionId, staffed),
    and(isNull(alerts.sectionId), isOnRollOf(ctx, today, inArray(enrolments.sectionId, staffed))),
  );
  return and(isOthers, isOfStaff) as SQL;
}

function isInState({ db }: ActorContext, state: AlertState): SQL | undefined {
  switch (state) {
    case 'open':
      return isOpenAlert(db);
    case 'handled':
      return and(isNull(alerts.retractedAt), isNotNull(alerts.handledAt));
    case 'retracted':
      return isNotNull(alerts.retractedAt);
  }
}

/** How many the actor may see that nobody has handled. */
export async function countOpenAlerts(ctx: ActorContext): Promise<number> {
  const { zone } = await loadSettings(ctx);
  return ctx.db.$count(alerts, and(isOpenAlert(ctx.db), isReadable(ctx, dayAt(ctx.now(), zone))));
}

function isWanted(ctx: ActorContext, { state, rule, sectionId, after }: AlertFilter, today: string): SQL | undefined {
  const ofSection = (id: number) =>
    or(eq(alerts.sectionId, id), and(isNull(alerts.sectionId), isOnRollOf(ctx, today, eq(enrolments.sectionId, id))));
  return and(
    isInState(ctx, state),
    isReadable(ctx, today),
    rule && eq(alerts.kind, rule),
    sectionId === undefined ? undefined : ofSection(sectionId),
    after === undefined ? undefined : lt(alerts.id, after),
  );
}

function loadRows({ db }: ActorContext, where: SQL | undefined) {
  const { id, studentId, rule, ground, period, raisedAt, escalatedAt, retractedAt, handledAt, note } = alerts;
  const student = { studentId, studentName: users.name, studentNumber: NUMBER_OR_ID, photoAt: photoAtOf(users) };
  return db
    .select({
      ...{ id, rule, ground, period, raisedAt, escalatedAt, retractedAt, handledAt, note, ...student },
      handledBy: handler.name,
      courseTitle: courses.title,
      sectionCode: sections.code,
    })
    .from(alerts)
    .innerJoin(users, eq(users.id, studentId))
    .leftJoin(sections, eq(sections.id, alerts.sectionId))
    .leftJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(handler, eq(handler.id, alerts.handledById))
    .where(where)
    .orderBy(desc(id))
    .limit(ALERT_PAGE + 1);
}

/** Those of class sessions that the actor may open, the latest first. */
async function loadNamed({ db, actor }: ActorContext, ids: readonly number[]): Promise<NamedSession[]> {
  const { id, day, startTime, startsAt, sectionId } = classSessions;
  const mayOpen = can(actor, 'school.manage') ? undefined : isStaffedBy(db, sectionId, actor.id);
  return db
    .select({ classSessionId: id, day, startTime, courseTitle: courses.title, sectionCode: sections.code })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(inArray(id, [...ids]), mayOpen))
    .orderBy(desc(startsAt), desc(id));
}

/** A page of alerts, the latest first. */
export async function listAlerts(ctx: ActorContext, filter: AlertFilter): Promise<AlertList> {
  const { zone } = await loadSettings(ctx);
  const [found, allTerms] = await Promise.all([loadRows(ctx, isWanted(ctx, filter, dayAt(ctx.now(), zone))), loadTerms(ctx)]);
  const page = found.slice(0, ALERT_PAGE);
  const named = await loadNamed(ctx, [...new Set(page.flatMap(({ ground }) => ground.classSessionIds))]);
  const rows = page.map(({ courseTitle, sectionCode, period, ground: { on: _, ...ground }, ...row }): AlertView => {
    const ids = new Set(ground.classSessionIds);
    return {
      ...row,
      ground,
      section: courseTitle !== null && sectionCode !== null ? { courseTitle, sectionCode } : null,
      period: periodNamed(period, allTerms)?.name ?? { term: '' },
      classSessions: named.filter(({ classSessionId }) => ids.has(classSessionId)),
    };
  });
  return { rows, next: found.length > ALERT_PAGE ? (page.at(-1)?.id ?? null) : null };
}

/** Says what was done about an alert. Of two at once, the first is kept.
 *  @throws AppError `not-found` for one the actor may not know of */
export async function handleAlert(
  ctx: ActorContext,
  { alertId, note }: HandleAlertInput,
): Promise<{ outcome: 'handled' } | { outcome: 'already-handled'; by: string | null } | { outcome: 'retracted' }> {
  const { zone } = await loadSettings(ctx);
  const isIts = and(eq(alerts.id, alertId), isReadable(ctx, dayAt(ctx.now(), zone)));
  const [alert] = await loadRows(ctx, isIts);
  if (!alert) throw new AppError('not-found', 'alert.unknown');
  const { studentId, rule } = alert;
  const [handled] = await ctx.commit([
    ctx.db
      .update(alerts)
      .set({ handledAt: ctx.now(), handledById: ctx.actor.id, note })
      .where(and(isIts, isNull(alerts.handledAt), isNull(alerts.retractedAt))),
    auditChange(ctx, { action: 'alert.handled', subject: `user:${studentId}`, detail: { studentId, rule: rule.rule, note } }),
  ]);
  if (handled?.rowsAffected === 1) return { outcome: 'handled' };
  const [standing] = await loadRows(ctx, isIts);
  const isHandled = standing !== undefined && standing.handledAt !== null;
  return isHandled ? { outcome: 'already-handled', by: standing.handledBy } : { outcome: 'retracted' };
}
