/** Answers of the spot-check deck, and what they say of a class over time. */
import { queryRows } from '#db/query';
import type { SpotCheckFigure, SpotCheckFigures, SpotCheckInput } from '#domain/check-in/spot-check';
import type { ActorContext } from '#server/context/context';
import { loadClassSession, seeClassSession } from './class-session-access';

const ANSWER = `insert into spot_checks (class_session_id, student_id, is_flagged, is_here, answered_at, answered_by_id)
  select :classSessionId, :studentId, :isFlagged, :isHere, :at, :actorId
  where exists (select 1 from attendance where class_session_id = :classSessionId and student_id = :studentId)
  on conflict (class_session_id, student_id) do update set is_here = excluded.is_here, answered_at = excluded.answered_at,
    answered_by_id = excluded.answered_by_id`;

/** Keeps whether a student was in the room. The mark stays as it is: changing it is the register's matter. Idempotent.
 *  @throws AppError `not-found` for a register the actor does not staff */
export async function answerSpotCheck(ctx: ActorContext, input: SpotCheckInput): Promise<{ outcome: 'recorded' }> {
  const { classSessionId, studentId, isFlagged, isHere } = input;
  await loadClassSession(ctx, classSessionId, 'register.mark');
  await ctx.commit([
    { sql: ANSWER, args: { classSessionId, studentId, isFlagged, isHere, at: ctx.now(), actorId: ctx.actor.id } },
  ]);
  return { outcome: 'recorded' };
}

/** Class sessions looked back over. */
const LATEST = 20;

const FIGURES = `select cs.id classSessionId, cs.day, cs.starts_at startsAt, count(*) asked, sum(sc.is_here = 0) missing
  from class_sessions cs join spot_checks sc on sc.class_session_id = cs.id
  where cs.section_id = ? group by cs.id order by cs.starts_at desc limit ${LATEST}`;

const ANSWERS =
  'select student_id studentId, is_here isHere from spot_checks where class_session_id = ? order by answered_at, student_id';

/** What the spot checks of a class session's section found, newest first, with this one's answers.
 *  @throws AppError `not-found` for a register the actor does not staff */
export async function getSpotCheckFigures(ctx: ActorContext, classSessionId: number): Promise<SpotCheckFigures> {
  const { id, sectionId } = await seeClassSession(ctx, classSessionId);
  const [figures, answers] = await Promise.all([
    queryRows<SpotCheckFigure>(ctx.db, FIGURES, [sectionId]),
    queryRows<{ studentId: number; isHere: number }>(ctx.db, ANSWERS, [id]),
  ]);
  return {
    classSessions: figures.map((figure) => ({ ...figure })),
    answers: answers.map(({ studentId, isHere }) => ({ studentId, isHere: isHere === 1 })),
  };
}
