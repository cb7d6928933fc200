/** The rules of alerts: the school's among its settings, and those that classes have instead. Another rule has its students judged again. */
import { and, eq, sql } from 'drizzle-orm';
import { courses, school, sectionAlertRules, sections } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import type { SectionRef } from '#domain/alert/alert';
import { alertSettingsIn, type SchoolRulesInput, type SectionRulesInput, sectionRulesIn } from '#domain/alert/rule-form';
import { AppError } from '#domain/errors';
import type { AlertSettings, SchoolRules, SectionRules } from '#domain/school/alert-rule';
import { changesBetween } from '#domain/school/settings';
import { dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** Rule by rule, as the audit log tells what differs. */
const flat = ({ rules, escalateAfterDays }: AlertSettings) => ({ ...rules, escalateAfterDays });

/** The school's rules, and when its settings were last changed. */
export async function getSchoolRules(ctx: ActorContext): Promise<AlertSettings & { threshold: number; updatedAt: number }> {
  const [{ alerts, threshold }, row] = await Promise.all([
    loadSettings(ctx),
    ctx.db.select({ updatedAt: school.updatedAt }).from(school).where(eq(school.id, 1)).get(),
  ]);
  return { ...alerts, threshold, updatedAt: row?.updatedAt ?? 0 };
}

/** Saves the school's rules, with what changed on the audit log.
 *  @throws AppError `conflict` when somebody else changed the settings meanwhile */
export async function changeSchoolRules(ctx: ActorContext, input: SchoolRulesInput): Promise<{ changed: number }> {
  const stored = await loadSettings(ctx);
  const wanted = alertSettingsIn(input);
  const changes = changesBetween(flat(stored.alerts), flat(wanted));
  const changed = Object.keys(changes).length;
  if (changed === 0) return { changed };
  const { updatedAt } = school;
  const [saved] = await ctx.commit([
    ctx.db
      .update(school)
      .set({ settings: { ...stored, alerts: wanted }, updatedAt: sql`max(${ctx.now()}, ${updatedAt} + 1)` })
      .where(and(eq(school.id, 1), eq(updatedAt, input.seenAt))),
    auditChange(ctx, { action: 'settings.changed', subject: 'school:1', detail: { changes } }),
    judgeAgain(ctx.db, dayAt(ctx.now(), stored.zone)),
  ]);
  if (saved?.rowsAffected !== 1) throw new AppError('conflict', 'form.changed-meanwhile');
  ctx.log('info', 'settings.changed', { actorId: ctx.actor.id, settings: Object.keys(changes) });
  return { changed };
}

export type SectionAlertRules = {
  section: { id: number; courseTitle: string; courseCode: string; code: string };
  own: SectionRules;
  school: SchoolRules;
  threshold: number;
};

/** A class's rules beside the school's.
 *  @throws AppError `not-found` */
export async function getSectionRules(ctx: ActorContext, { sectionId }: SectionRef): Promise<SectionAlertRules> {
  const { id, code } = sections;
  const [found, { alerts, threshold }] = await Promise.all([
    ctx.db
      .select({ section: { id, courseTitle: courses.title, courseCode: courses.code, code }, own: sectionAlertRules.rules })
      .from(sections)
      .innerJoin(courses, eq(courses.id, sections.courseId))
      .leftJoin(sectionAlertRules, eq(sectionAlertRules.sectionId, id))
      .where(eq(id, sectionId))
      .get(),
    loadSettings(ctx),
  ]);
  if (!found) throw new AppError('not-found', 'structure.no-section');
  return { section: found.section, own: found.own ?? {}, school: alerts.rules, threshold };
}

/** Saves what a class has instead of the school's rules, with what changed on the audit log.
 *  @throws AppError `not-found` */
export async function changeSectionRules(ctx: ActorContext, input: SectionRulesInput): Promise<{ isChanged: boolean }> {
  const { sectionId } = input;
  const [{ own }, { zone }] = await Promise.all([getSectionRules(ctx, { sectionId }), loadSettings(ctx)]);
  const rules = sectionRulesIn(input);
  if (JSON.stringify(own) === JSON.stringify(rules)) return { isChanged: false };
  await ctx.commit([
    ctx.db
      .insert(sectionAlertRules)
      .values({ sectionId, rules })
      .onConflictDoUpdate({ target: sectionAlertRules.sectionId, set: { rules } }),
    auditChange(ctx, { action: 'section.alert-rules', subject: `section:${sectionId}`, detail: { from: own, to: rules } }),
    judgeAgain(ctx.db, dayAt(ctx.now(), zone), [sectionId]),
  ]);
  return { isChanged: true };
}
