/** Answers of the spot-check deck, and what they say of a class over time. */
import { and, count, desc, eq, ne, sql } from 'drizzle-orm';
import { attendance, classSessions, spotChecks } from '#db/schema';
import { rowOf } from '#db/sql/values';
import type { SpotCheckAnswer, SpotCheckFigure, SpotCheckFigures, SpotCheckInput } from '#domain/check-in/spot-check';
import type { ActorContext } from '#server/context/context';
import { loadClassSession, seeClassSession } from './class-session-access';

/** Only of whoever has a mark there, and not of the actor. */
function answerStatement({ db, actor, now }: ActorContext, input: SpotCheckInput) {
  const { classSessionId, studentId, isFlagged, isHere } = input;
  const { classSessionId: session, studentId: student } = attendance;
  const answered = { isHere, answeredAt: now(), answeredById: actor.id };
  const row = rowOf(spotChecks, { classSessionId: session, studentId: student, isFlagged, ...answered });
  return db
    .insert(spotChecks)
    .select(
      db
        .select(row)
        .from(attendance)
        .where(and(eq(session, classSessionId), eq(student, studentId), ne(student, actor.id))),
    )
    .onConflictDoUpdate({
      target: [spotChecks.classSessionId, spotChecks.studentId],
      set: answered,
    });
}

/** Keeps whether a student was in the room. The mark stays as it is: changing it is the register's matter. Idempotent.
 *  @throws AppError `not-found` for a register the actor does not staff */
export async function answerSpotCheck(ctx: ActorContext, input: SpotCheckInput): Promise<{ outcome: 'recorded' }> {
  await loadClassSession(ctx, input.classSessionId, 'register.mark', input.at);
  await ctx.commit([answerStatement(ctx, input)]);
  return { outcome: 'recorded' };
}

/** Class sessions looked back over. */
const LATEST = 20;

function loadFigures({ db }: ActorContext, sectionId: number): Promise<SpotCheckFigure[]> {
  const { id, day, startsAt } = classSessions;
  const missing = sql<number>`sum(${spotChecks.isHere} = 0)`;
  return db
    .select({ classSessionId: id, day, startsAt, asked: count(), missing })
    .from(classSessions)
    .innerJoin(spotChecks, eq(spotChecks.classSessionId, id))
    .where(eq(classSessions.sectionId, sectionId))
    .groupBy(id)
    .orderBy(desc(startsAt))
    .limit(LATEST);
}

function loadAnswers({ db }: ActorContext, classSessionId: number): Promise<SpotCheckAnswer[]> {
  const { studentId, isHere, answeredAt } = spotChecks;
  return db
    .select({ studentId, isHere })
    .from(spotChecks)
    .where(eq(spotChecks.classSessionId, classSessionId))
    .orderBy(answeredAt, studentId);
}

/** What the spot checks of a class session's section found, newest first, with this one's answers.
 *  @throws AppError `not-found` for a register the actor does not staff */
export async function getSpotCheckFigures(ctx: ActorContext, classSessionId: number): Promise<SpotCheckFigures> {
  const { id, sectionId } = await seeClassSession(ctx, classSessionId);
  const [figures, answers] = await Promise.all([loadFigures(ctx, sectionId), loadAnswers(ctx, id)]);
  return { classSessions: figures, answers };
}
