/** Reminding chosen students of a class, in the words of a template. Sent once, however often the same writing comes. */
import { and, asc, count, eq, exists, gt, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { classSessions, courses, enrolments, notifications, reminders, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { Notice } from '#domain/message/notification';
import type { WriteReminderInput } from '#domain/message/reminder';
import { addDays, dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { isWritable } from './announcement-audience';

type ClassName = { courseTitle: string; sectionCode: string };

/** The class, when the actor may write to it.
 *  @throws AppError `not-found` */
async function loadClass(ctx: ActorContext, sectionId: number): Promise<ClassName> {
  const [found] = await ctx.db
    .select({ courseTitle: courses.title, sectionCode: sections.code })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(eq(sections.id, sectionId), isWritable(ctx)));
  if (!found) throw new AppError('not-found', 'structure.no-class');
  return found;
}

/** The next class session that is to be held; null where none is ahead. Whatever the school's zone is, it is of the day before or later. */
async function loadNext({ db, now }: ActorContext, ofSection: number) {
  const { sectionId, day, startTime, endTime, room, startsAt, state } = classSessions;
  const earliest = addDays(dayAt(now(), 'UTC'), -1);
  const isToBegin = and(gt(startsAt, now()), inArray(state, ['scheduled', 'open']));
  const isAhead = and(eq(sectionId, ofSection), gte(day, earliest), isToBegin);
  const next = db.select({ day, startTime, endTime, room }).from(classSessions).where(isAhead).orderBy(asc(startsAt)).limit(1);
  return (await next)[0] ?? null;
}

/** Condition on `users`: chosen, and on the roll today or from a later day on. */
function isChosen({ db }: ActorContext, { sectionId, studentIds }: WriteReminderInput, today: string): SQL {
  const isNotOver = or(isNull(enrolments.untilDay), gte(enrolments.untilDay, today));
  const isOfClass = and(eq(enrolments.sectionId, sectionId), eq(enrolments.studentId, users.id), isNotOver);
  const enrolled = db.select({ one: sql`1` }).from(enrolments).where(isOfClass);
  return and(inArray(users.id, studentIds), IS_ACTIVE, exists(enrolled)) as SQL;
}

/** Notes the reminder, when the actor may write to the class by then and somebody gets it. */
function noteStatement(ctx: ActorContext, { id, sectionId }: WriteReminderInput, isOne: SQL): Write {
  const chosen = ctx.db.select({ count: count() }).from(users).where(isOne);
  const row = rowOf(reminders, { id, sectionId, sentById: ctx.actor.id, sentAt: ctx.now(), recipients: sql`${chosen}` });
  const isAllowed = exists(
    ctx.db
      .select({ one: sql`1` })
      .from(sections)
      .where(and(eq(sections.id, sectionId), isWritable(ctx))),
  );
  const due = ctx.db
    .select(row)
    .from(ONE_ROW)
    .where(and(isAllowed, sql`${chosen} > 0`));
  return ctx.db.insert(reminders).select(due).onConflictDoNothing();
}

function tellStatement({ db, now }: ActorContext, { kind, facts }: Notice, isOne: SQL): Write {
  const row = rowOf(notifications, { userId: users.id, kind, facts, createdAt: now() });
  return db.insert(notifications).select(db.select(row).from(users).where(and(isOne, sql`changes() > 0`)));
}

/** What was sent before under the same id.
 *  @throws AppError `conflict` for an id of something else, `invalid` where nobody would get it */
async function explainUnsent(
  ctx: ActorContext,
  { id, sectionId: ofSection }: WriteReminderInput,
): Promise<{ recipients: number }> {
  const { recipients, sentById, sectionId } = reminders;
  const [before] = await ctx.db.select({ recipients, sentById, sectionId }).from(reminders).where(eq(reminders.id, id));
  if (!before) throw invalidField('studentIds', 'inbox.reminder-to-nobody');
  if (before.sentById !== ctx.actor.id || before.sectionId !== ofSection)
    throw new AppError('conflict', 'inbox.reminder-foreign-id');
  return { recipients: before.recipients };
}

/** Reminds those among the chosen who are on the roll of the class. Sent again, it is the same one.
 *  @throws AppError `not-found` for a class that is not theirs; `invalid` where nobody would get it */
export async function writeReminder(ctx: ActorContext, input: WriteReminderInput): Promise<{ recipients: number }> {
  const { sectionId, template, note } = input;
  const [name, { zone }] = await Promise.all([loadClass(ctx, sectionId), loadSettings(ctx)]);
  const meeting = template === 'come-to-class' ? await loadNext(ctx, sectionId) : null;
  const facts = { ...name, template, by: ctx.actor.name, meeting, note: note || null };
  const isOne = isChosen(ctx, input, dayAt(ctx.now(), zone));
  const [noted, told] = await ctx.commit([
    noteStatement(ctx, input, isOne),
    tellStatement(ctx, { kind: 'class-note', facts }, isOne),
    auditChange(ctx, {
      action: 'reminder.sent',
      subject: `section:${sectionId}`,
      detail: sql`json_object('recipients', changes(), 'template', ${template})`,
    }),
  ]);
  if (noted?.rowsAffected !== 1) return explainUnsent(ctx, input);
  const recipients = told?.rowsAffected ?? 0;
  ctx.log('info', 'reminder.sent', { actorId: ctx.actor.id, sectionId, recipients });
  return { recipients };
}
