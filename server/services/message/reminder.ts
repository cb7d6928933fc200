/** Reminding those missing from a class: once for each press, and not again within a few minutes unless that is confirmed. */
import { and, count, eq, exists, gt, isNotNull, not, type SQL, sql } from 'drizzle-orm';
import { attendance, classSessions, enrolments, notifications, reminders, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isOnRoll } from '#db/sql/roll';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { reminderNotice } from '#domain/message/notification';
import { REMIND_AGAIN_MS, type SendReminderInput } from '#domain/message/reminder';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { type ClassSessionRow, loadClassSession } from '#server/services/register/class-session-access';

const isOfStudent = eq(users.id, enrolments.studentId);

/** Condition on `enrolments` and `users`: on the roll of the class session that day, active, and unmarked. */
function isMissing({ db }: ActorContext, { id, sectionId, day }: ClassSessionRow): SQL {
  const isMark = and(eq(attendance.classSessionId, id), eq(attendance.studentId, users.id), isNotNull(attendance.status));
  const marked = db.select({ one: sql`1` }).from(attendance).where(isMark);
  return and(eq(enrolments.sectionId, sectionId), isOnRoll(day), IS_ACTIVE, not(exists(marked))) as SQL;
}

/** Condition: the register is open by now. */
function isOpen({ db, now }: ActorContext, { id }: ClassSessionRow): SQL {
  const open = and(eq(classSessions.id, id), eq(classSessions.state, 'open'), gt(classSessions.closesAt, now()));
  return exists(db.select({ one: sql`1` }).from(classSessions).where(open));
}

/** Condition: one was sent a moment ago. */
function isJustSent({ db, now }: ActorContext, { id }: ClassSessionRow): SQL {
  const recent = and(eq(reminders.classSessionId, id), gt(reminders.sentAt, now() - REMIND_AGAIN_MS));
  return exists(db.select({ one: sql`1` }).from(reminders).where(recent));
}

/** Notes the reminder, when it is due by then and somebody is missing. */
function insertStatement(ctx: ActorContext, { id, isConfirmed }: SendReminderInput, classSession: ClassSessionRow): Write {
  const missing = ctx.db
    .select({ count: count() })
    .from(enrolments)
    .innerJoin(users, isOfStudent)
    .where(isMissing(ctx, classSession));
  const row = rowOf(reminders, {
    id,
    classSessionId: classSession.id,
    sentById: ctx.actor.id,
    sentAt: ctx.now(),
    recipients: sql`${missing}`,
  });
  const isDue = and(isOpen(ctx, classSession), isConfirmed ? undefined : not(isJustSent(ctx, classSession)), sql`${missing} > 0`);
  return ctx.db.insert(reminders).select(ctx.db.select(row).from(ONE_ROW).where(isDue)).onConflictDoNothing();
}

/** Tells whoever is missing, when the statement before it noted the reminder. */
function tellStatement(ctx: ActorContext, classSession: ClassSessionRow): Write {
  const row = rowOf(notifications, {
    userId: users.id,
    ...reminderNotice(classSession),
    createdAt: ctx.now(),
  });
  const missing = ctx.db
    .select(row)
    .from(enrolments)
    .innerJoin(users, isOfStudent)
    .where(and(isMissing(ctx, classSession), sql`changes() > 0`));
  return ctx.db.insert(notifications).select(missing);
}

/** What was sent before under the same id, or nobody where nobody is missing.
 *  @throws AppError `conflict` once the register is closed, and for an id of something else; `rate-limited` after another a moment ago */
async function explainUnsent(ctx: ActorContext, input: SendReminderInput): Promise<{ recipients: number }> {
  const { recipients, sentById, classSessionId } = reminders;
  const [before] = await ctx.db
    .select({ recipients, sentById, classSessionId })
    .from(reminders)
    .where(eq(reminders.id, input.id));
  if (before && before.sentById === ctx.actor.id && before.classSessionId === input.classSessionId)
    return { recipients: before.recipients };
  if (before) throw new AppError('conflict', 'inbox.reminder-foreign-id');
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.remind');
  const isOver = classSession.state !== 'open';
  if (isOver) throw new AppError('conflict', 'inbox.reminder-not-open');
  const [recent] = await ctx.db.select({ one: sql`1` }).from(ONE_ROW).where(isJustSent(ctx, classSession));
  if (recent && !input.isConfirmed) throw new AppError('rate-limited', 'inbox.reminder-just-sent');
  return { recipients: 0 };
}

/** Tells those enrolled and unmarked that their class has begun. Sent again, it is the same one.
 *  @throws AppError `not-found` for a class session that is not theirs; `conflict` while its register is not open; `rate-limited` after
 *  another a moment ago, until it is confirmed */
export async function sendReminder(ctx: ActorContext, input: SendReminderInput): Promise<{ recipients: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.remind');
  const [noted, told] = await ctx.commit([
    insertStatement(ctx, input, classSession),
    tellStatement(ctx, classSession),
    auditChange(ctx, {
      action: 'reminder.sent',
      subject: `class-session:${classSession.id}`,
      detail: sql`json_object('recipients', changes())`,
    }),
  ]);
  if (noted?.rowsAffected !== 1) return explainUnsent(ctx, input);
  const recipients = told?.rowsAffected ?? 0;
  ctx.log('info', 'reminder.sent', { actorId: ctx.actor.id, classSessionId: classSession.id, recipients });
  return { recipients };
}
