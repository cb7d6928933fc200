/** Reminding chosen students of a class, in the words of a template. Sent once, however often the same writing comes, and to nobody twice
 *  within a few minutes unless that is confirmed. */
import { and, asc, count, eq, exists, gt, gte, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import { classSessions, courses, enrolments, notifications, reminders, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { MINUTE_MS } from '#domain/duration';
import { AppError, invalidField } from '#domain/errors';
import type { Notice } from '#domain/message/notification';
import { REMIND_AGAIN_MS, type WriteReminderInput } from '#domain/message/reminder';
import { addDays, dayAt } from '#domain/time';
import type { Message } from '#domain/words/message';
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

/** One writing: at its moment, to those it is for. */
type Writing = WriteReminderInput & { at: number; isOne: SQL };

/** Condition: one of them was reminded of this class a moment ago. What a reminder tells is of its moment. */
function isJustReminded({ db }: ActorContext, { sectionId, at, isOne }: Writing): SQL {
  const { createdAt, userId, kind } = notifications;
  const isRecent = and(eq(reminders.sectionId, sectionId), gt(reminders.sentAt, at - REMIND_AGAIN_MS));
  const isOfIt = and(eq(userId, users.id), eq(createdAt, reminders.sentAt), eq(kind, 'class-note'));
  const recent = db
    .select({ one: sql`1` })
    .from(reminders)
    .crossJoin(users)
    .innerJoin(notifications, isOfIt)
    .where(and(isRecent, isOne));
  return exists(recent);
}

/** Notes the reminder, when the actor may write to the class by then, somebody gets it, and nobody a moment after another. */
function noteStatement(ctx: ActorContext, writing: Writing): Write {
  const { id, sectionId, isConfirmed, at: sentAt, isOne } = writing;
  const chosen = ctx.db.select({ count: count() }).from(users).where(isOne);
  const row = rowOf(reminders, { id, sectionId, sentById: ctx.actor.id, sentAt, recipients: sql`${chosen}` });
  const isAllowed = exists(
    ctx.db
      .select({ one: sql`1` })
      .from(sections)
      .where(and(eq(sections.id, sectionId), isWritable(ctx))),
  );
  const isTime = isConfirmed ? undefined : not(isJustReminded(ctx, writing));
  const due = ctx.db
    .select(row)
    .from(ONE_ROW)
    .where(and(isAllowed, isTime, sql`${chosen} > 0`));
  return ctx.db.insert(reminders).select(due).onConflictDoNothing();
}

function tellStatement({ db }: ActorContext, { kind, facts }: Notice, { at, isOne }: Writing): Write {
  const row = rowOf(notifications, { userId: users.id, kind, facts, createdAt: at });
  return db.insert(notifications).select(db.select(row).from(users).where(and(isOne, sql`changes() > 0`)));
}

const JUST_SENT: Message = { id: 'inbox.reminder-some-just-sent', values: { minutes: REMIND_AGAIN_MS / MINUTE_MS } };

/** What was sent before under the same id.
 *  @throws AppError `conflict` for an id of something else, `invalid` where nobody would get it, `rate-limited` at `isConfirmed` a moment
 *  after another */
async function explainUnsent(ctx: ActorContext, writing: Writing): Promise<{ recipients: number }> {
  const { recipients, sentById, sectionId } = reminders;
  const [before] = await ctx.db.select({ recipients, sentById, sectionId }).from(reminders).where(eq(reminders.id, writing.id));
  if (before && (before.sentById !== ctx.actor.id || before.sectionId !== writing.sectionId))
    throw new AppError('conflict', 'inbox.reminder-foreign-id');
  if (before) return { recipients: before.recipients };
  const [recent] = await ctx.db.select({ one: sql`1` }).from(ONE_ROW).where(isJustReminded(ctx, writing));
  if (recent && !writing.isConfirmed)
    throw new AppError('rate-limited', JUST_SENT, { fieldErrors: { isConfirmed: [JUST_SENT] } });
  throw invalidField('studentIds', 'inbox.reminder-to-nobody');
}

/** Reminds those among the chosen who are on the roll of the class. Sent again, it is the same one.
 *  @throws AppError `not-found` for a class that is not theirs; `invalid` where nobody would get it; `rate-limited` while one of them was
 *  reminded of this class a moment ago, until it is confirmed */
export async function writeReminder(ctx: ActorContext, input: WriteReminderInput): Promise<{ recipients: number }> {
  const { sectionId, template, note } = input;
  const [name, { zone }] = await Promise.all([loadClass(ctx, sectionId), loadSettings(ctx)]);
  const meeting = template === 'come-to-class' ? await loadNext(ctx, sectionId) : null;
  const facts = { ...name, template, by: ctx.actor.name, meeting, note: note || null };
  const at = ctx.now();
  const writing = { ...input, at, isOne: isChosen(ctx, input, dayAt(at, zone)) };
  const [noted, told] = await ctx.commit([
    noteStatement(ctx, writing),
    tellStatement(ctx, { kind: 'class-note', facts }, writing),
    auditChange(ctx, {
      action: 'reminder.sent',
      subject: `section:${sectionId}`,
      detail: sql`json_object('recipients', changes(), 'template', ${template})`,
    }),
  ]);
  if (noted?.rowsAffected !== 1) return explainUnsent(ctx, writing);
  const recipients = told?.rowsAffected ?? 0;
  ctx.log('info', 'reminder.sent', { actorId: ctx.actor.id, sectionId, recipients });
  return { recipients };
}
