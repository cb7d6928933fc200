/** What a request would be about: one mark as it stands, and what was asked for it before. */
import { queryRow } from '#db/query';
import { PHOTO_AT } from '#db/sql/photo-at';
import { onRollSql } from '#db/sql/roll';
import { hasRegisterSql } from '#db/sql/staffing';
import type { MarkInQuestion, MarkRef } from '#domain/correction/correction';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import type { ActorContext } from '#server/context/context';
import { listOwnCorrections } from './correction-list';

/** Of a student who is on the roll, or has a mark all the same. By hand: the photo and the roll are texts of statements. */
const MARK = `select cs.id classSessionId, co.title courseTitle, se.code sectionCode, cs.day, cs.start_time startTime,
    cs.end_time endTime, cs.starts_at startsAt, u.id studentId, u.name studentName, ${PHOTO_AT} photoAt, a.status,
    cs.state = 'closed' and cs.is_held = 1 isAskable,
    ${hasRegisterSql('cs')} isStaff
  from class_sessions cs join sections se on se.id = cs.section_id join courses co on co.id = se.course_id
    join users u on u.id = :studentId left join attendance a on a.class_session_id = cs.id and a.student_id = u.id
  where cs.id = :classSessionId and (a.student_id is not null or exists (select 1 from enrolments e
    where e.section_id = cs.section_id and e.student_id = u.id and ${onRollSql('e', 'cs.day')}))`;

type Row = Omit<MarkInQuestion, 'isAskable' | 'requests'> & { isAskable: number; isStaff: number };

/** The mark that the actor would ask to correct.
 *  @throws AppError `forbidden` for administrators, who change the mark itself unless it is their own; `not-found` for one the actor may not know of */
export async function getMarkInQuestion(ctx: ActorContext, mark: MarkRef): Promise<MarkInQuestion> {
  const isOwn = mark.studentId === ctx.actor.id;
  if (can(ctx.actor, 'register.mark-locked', { isOwn })) throw new AppError('forbidden', 'correction.not-for-administrators');
  const row = await queryRow<Row>(ctx.db, MARK, { ...mark, actorId: ctx.actor.id });
  const facts = { isStaff: row?.isStaff === 1, isOwn };
  if (!row || !can(ctx.actor, 'correction.request', facts)) throw new AppError('not-found', 'class-session.unknown');
  const { rows: requests } = await listOwnCorrections(ctx, mark);
  const { isStaff: _, isAskable, ...found } = row;
  return { ...found, isAskable: isAskable === 1, requests };
}
