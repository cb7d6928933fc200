/** Corrections as they are listed: those to decide, with the evidence in place, and a person's own. One query a page, written by hand: the
 *  evidence of each row is a list of its own, and pages follow pairs of columns. */
import { queryRows } from '#db/query';
import { PHOTO_AT } from '#db/sql/photo-at';
import { hasRegisterSql } from '#db/sql/staffing';
import type { AttachmentType } from '#domain/correction/attachment';
import type {
  Correction,
  CorrectionList,
  CorrectionPage,
  CorrectionView,
  OwnCorrectionList,
  OwnCorrectionPage,
} from '#domain/correction/correction';
import { can } from '#domain/person/permission';
import type { Role } from '#domain/person/user';
import type { ActorContext } from '#server/context/context';

const PAGE = 30;

const VIEW = `r.id, r.student_id studentId, r.requested_by_id is :actorId isOwn, r.state, r.wanted_status wanted, r.reason, code.name reasonCode, r.requested_at requestedAt,
  r.attachment_type attachmentType, r.attachment_size attachmentSize, r.decided_at decidedAt, decider.name decidedBy,
  r.decided_status decidedStatus, r.decision_reason note, cs.id classSessionId, co.title courseTitle, se.code sectionCode,
  cs.day, cs.start_time startTime, cs.end_time endTime, cs.starts_at startsAt`;

const JOINED = `join class_sessions cs on cs.id = r.class_session_id join sections se on se.id = cs.section_id
  join courses co on co.id = se.course_id left join reason_codes code on code.id = r.reason_code_id
  left join users decider on decider.id = r.decided_by_id`;

const CLAIMS = `(select json_group_array(json_object('claimId', c.id, 'receivedAt', c.received_at, 'deviceAt', c.device_at,
    'windows', json_array_length(c.tokens), 'verdict', c.verdict, 'status', c.status, 'source', c.source, 'reasons', json(c.reasons)) order by c.received_at, c.id)
  from claims c where c.student_id = r.student_id and c.class_session_id = r.class_session_id)`;

const EVENTS = `(select json_group_array(json_object('at', e.at, 'from', e.from_status, 'to', e.to_status, 'source', e.source,
    'reason', e.reason, 'reasonCode', ec.name, 'note', e.note, 'actorName', e.actor_name, 'actorRole', e.actor_role) order by e.version)
  from attendance_events e left join reason_codes ec on ec.id = e.reason_code_id where e.class_session_id = r.class_session_id and e.student_id = r.student_id)`;

/** Of the sections that the student is or was enrolled in: their class sessions of the day are few, all the student's marks are not. */
const ELSEWHERE = `(select json_group_array(json_object('classSessionId', o.id, 'courseTitle', oc.title, 'sectionCode', os.code,
    'startsAt', o.starts_at, 'status', m.status, 'source', m.source))
  from (select distinct section_id from enrolments where student_id = r.student_id) n
    join class_sessions o on o.section_id = n.section_id and o.day between date(cs.day, '-1 day') and date(cs.day, '+1 day')
      and o.id <> cs.id and o.starts_at < cs.ends_at and o.ends_at > cs.starts_at
    join attendance m on m.class_session_id = o.id and m.student_id = r.student_id and m.status is not null
    join sections os on os.id = o.section_id join courses oc on oc.id = os.course_id)`;

const HAS_REGISTER = hasRegisterSql('cs');

const listOf = (
  which: string,
  order: string,
) => `select ${VIEW}, u.name studentName, coalesce(u.student_number, u.sourced_id) studentNumber,
    ${PHOTO_AT} photoAt, asker.name askerName, asker.role askerRole, a.status,
    ${CLAIMS} claims, ${EVENTS} events, ${ELSEWHERE} elsewhere
  from corrections r ${JOINED} join users u on u.id = r.student_id left join users asker on asker.id = r.requested_by_id
    left join attendance a on a.class_session_id = r.class_session_id and a.student_id = r.student_id
  where ${which} and (:isAdmin or ${HAS_REGISTER}) order by ${order} limit ${PAGE + 1}`;

/** The longest waiting first; what was decided last first. */
const LISTS = {
  open: listOf(
    `r.state = 'open' and r.requested_at >= coalesce((select requested_at from corrections where id = :after), 0)
      and (:after is null or (r.requested_at, r.id) > (select requested_at, id from corrections where id = :after))`,
    'r.requested_at, r.id',
  ),
  decided: listOf(
    `r.decided_at <= coalesce((select decided_at from corrections where id = :after), :now)
      and (:after is null or (r.decided_at, r.id) < (select decided_at, id from corrections where id = :after))`,
    'r.decided_at desc, r.id desc',
  ),
};

/** Of the actor's own marks whoever asked, and of others what they have asked for. */
const OWN = `select ${VIEW} from corrections r ${JOINED}
  where r.id in (select id from corrections where student_id = :actorId and :of is not 'asked'
      union all select id from corrections where requested_by_id = :actorId and student_id <> :actorId and :of is not 'marks')
    and r.id < coalesce(:after, ${Number.MAX_SAFE_INTEGER}) and cs.id = coalesce(:classSessionId, cs.id)
    and r.student_id = coalesce(:studentId, r.student_id) and cs.day between coalesce(:from, cs.day) and coalesce(:until, cs.day)
  order by r.id desc limit ${PAGE + 1}`;

type ViewRow = Omit<CorrectionView, 'attachment' | 'isOwn'> & {
  isOwn: number;
  attachmentType: AttachmentType | null;
  attachmentSize: number | null;
};

type Evidence = 'claims' | 'events' | 'elsewhere';
type Row = ViewRow &
  Omit<Correction, keyof CorrectionView | Evidence | 'requestedBy' | 'mayDecide'> &
  Record<Evidence, string> & { askerName: string | null; askerRole: Role | null };

function toView<Of extends ViewRow>({ attachmentType: type, attachmentSize: size, isOwn, ...view }: Of) {
  return { ...view, isOwn: isOwn === 1, attachment: type === null || size === null ? null : { type, size } };
}

const factsOf = ({ actor }: ActorContext, { isOwn, studentId }: Pick<Row, 'isOwn' | 'studentId'>) => ({
  isStaff: true,
  isOwnRequest: isOwn === 1,
  isOwn: studentId === actor.id,
});

function toCorrection(ctx: ActorContext, { askerName, askerRole, ...row }: Row): Correction {
  return {
    ...toView(row),
    requestedBy: askerName === null || askerRole === null ? null : { name: askerName, role: askerRole },
    mayDecide: row.state === 'open' && can(ctx.actor, 'correction.decide', factsOf(ctx, row)),
    claims: JSON.parse(row.claims),
    events: JSON.parse(row.events),
    elsewhere: JSON.parse(row.elsewhere),
  };
}

function pageOf<Of extends { id: number }, To>(rows: Of[], toRow: (row: Of) => To) {
  const shown = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { rows: shown.map(toRow), next };
}

/** Corrections of the registers the actor has, of all for administrators: those that wait, or those that were decided. */
export async function listCorrections(ctx: ActorContext, { list, after }: CorrectionPage): Promise<CorrectionList> {
  const isAdmin = can(ctx.actor, 'school.manage');
  const own = { actorId: ctx.actor.id, isAdmin, after: after ?? null };
  const args = list === 'open' ? own : { ...own, now: ctx.now() };
  return pageOf(await queryRows<Row>(ctx.db, LISTS[list], args), (row) => toCorrection(ctx, row));
}

/** What concerns the actor, by what they do and not by their role: corrections of their own marks, and what they have asked for. The latest
 *  first. */
export async function listOwnCorrections(ctx: ActorContext, page: OwnCorrectionPage): Promise<OwnCorrectionList> {
  const { of = null, after = null, classSessionId = null, studentId = null, from = null, until = null } = page;
  const args = { actorId: ctx.actor.id, of, after, classSessionId, studentId, from, until };
  return pageOf(await queryRows<ViewRow>(ctx.db, OWN, args), toView);
}
