/** The register as screens see it: everyone on the roll that day, their marks and the claims that wait. Two queries. */

import { PHOTO_AT } from '#db/photo-at';
import { queryRow, queryRows } from '#db/query';
import type { Source, Status } from '#domain/attendance';
import type { WaitingReason } from '#domain/check-in';
import { isCheckInOpen, isOpenable, markingRule } from '#domain/class-session';
import { DAY_MS } from '#domain/duration';
import { can } from '#domain/permission';
import { localeFor } from '#domain/profile';
import type { ClassSessionView, Register, RegisterChange, RegisterRow, WaitingClaim } from '#domain/register';
import type { ActorContext } from '#server/context';
import { type ClassSessionRow, seeClassSession } from './class-session-access';
import { changesOf } from './live';

const ROWS = `with target as (select id, section_id, day from class_sessions where id in (select value from json_each(:ids))),
  waiting as (select c.* from target t join claims c on c.class_session_id = t.id and c.verdict = 'waiting'
    and not exists (select 1 from attendance a where a.class_session_id = c.class_session_id and a.student_id = c.student_id
      and a.status in ('present', 'late'))),
  roll(class_session_id, student_id) as (
    select t.id, e.student_id from target t join enrolments e on e.section_id = t.section_id
      and e.from_day <= t.day and (e.until_day is null or e.until_day >= t.day)
    union select t.id, a.student_id from target t join attendance a on a.class_session_id = t.id where a.status is not null
    union select class_session_id, student_id from waiting)
  select roll.class_session_id classSessionId, u.id studentId, u.name, ${PHOTO_AT} photoAt, a.status, a.source, coalesce(a.version, 0) version, a.note, a.changed_at changedAt, a.actor_name changedBy,
    (select json_group_array(json_object('claimId', w.id, 'reasons', json(w.reasons), 'status', w.status, 'receivedAt', w.received_at))
      from waiting w where w.student_id = u.id and w.class_session_id = roll.class_session_id) claims,
    exists (select 1 from claims f where f.student_id = u.id and f.class_session_id = roll.class_session_id and f.settled_at is not null)
      or exists (select 1 from spot_checks k where k.student_id = u.id and k.answered_at > :since and k.is_here = 0) isFlagged
  from roll join users u on u.id = roll.student_id
    left join attendance a on a.class_session_id = roll.class_session_id and a.student_id = u.id
  order by u.name collate nocase, u.id`;

/** How long a failed spot check is remembered when names are drawn. */
const FLAGGED_MS = 60 * DAY_MS;

type Row = {
  classSessionId: number;
  studentId: number;
  name: string;
  photoAt: number | null;
  status: Status | null;
  source: Source | null;
  version: number;
  note: string | null;
  changedAt: number | null;
  changedBy: string | null;
  claims: string;
  isFlagged: number;
};

function toRow({ classSessionId: _, ...row }: Row): RegisterRow {
  const claims = JSON.parse(row.claims) as WaitingClaim[];
  const waiting = [...new Set(claims.flatMap((claim): WaitingReason[] => claim.reasons))];
  return { ...row, source: row.status === null ? null : row.source, claims, waiting, isFlagged: row.isFlagged === 1 };
}

/** A class session as screens see it. */
export function toClassSessionView(ctx: ActorContext, classSession: ClassSessionRow): ClassSessionView {
  const { settings, startTime: _, endTime: __, revision: ___, isLocked, closesAt: ____, ...view } = classSession;
  const now = ctx.now();
  const marking = markingRule(classSession, { lockDays: settings.lockDays, now });
  return {
    ...view,
    locale: localeFor(ctx.actor, settings.locale),
    isCheckInOpen: isCheckInOpen(classSession, now),
    marking: marking === 'locked' && can(ctx.actor, 'register.mark-locked') ? 'with-reason' : marking,
    canOpen: view.state === 'scheduled' && isOpenable(classSession, now),
    canReopen: view.state === 'closed' && !isLocked && marking !== 'locked',
    hasSpotCheck: settings.spotCheck,
    serverNow: now,
  };
}

/** The rows of registers whose class sessions the caller has loaded, by class session. One query. */
export async function loadRegisterRows(ctx: ActorContext, classSessionIds: number[]): Promise<Map<number, RegisterRow[]>> {
  const args = { ids: JSON.stringify(classSessionIds), since: ctx.now() - FLAGGED_MS };
  const registers = new Map(classSessionIds.map((id): [number, RegisterRow[]] => [id, []]));
  for (const row of await queryRows<Row>(ctx.db, ROWS, args)) registers.get(row.classSessionId)?.push(toRow({ ...row }));
  return registers;
}

/** A whole register.
 *  @throws AppError `not-found` for one the actor does not staff */
export async function getRegister(ctx: ActorContext, classSessionId: number): Promise<Register> {
  const classSession = await seeClassSession(ctx, classSessionId);
  const registers = await loadRegisterRows(ctx, [classSession.id]);
  return { classSession: toClassSessionView(ctx, classSession), rows: registers.get(classSession.id) ?? [] };
}

const VERSION = `select cs.state, cs.opened_at o, cs.check_in_closes_at e, cs.closed_at c, cs.head_count h, cs.is_locked l,
    (select changes from class_session_tallies where class_session_id = cs.id) t,
    (select group_concat(id || reasons) from claims where class_session_id = cs.id and verdict = 'waiting') w,
    (select count(*) || '|' || max(e.id) from enrolments e where e.section_id = cs.section_id and e.from_day <= cs.day
      and (e.until_day is null or e.until_day >= cs.day)) n,
    coalesce(cs.check_in_closes_at <= :now, 0) f, cs.closes_at <= :now d
  from class_sessions cs where cs.id = :classSessionId`;

/** A live register: first all of it, then what changed, as it changes; all of it again when somebody left it. Ends when the reader leaves.
 *  @throws AppError `not-found` for one the actor does not staff */
export async function* watchRegister(
  ctx: ActorContext,
  classSessionId: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RegisterChange> {
  const sent = new Map<number, string>();
  const version = () => queryRow(ctx.db, VERSION, { classSessionId, now: ctx.now() });
  for await (const isFirst of changesOf(version, signal)) {
    const { classSession, rows } = await getRegister(ctx, classSessionId);
    const isWhole = isFirst || rows.length < sent.size;
    const changed = isWhole ? rows : rows.filter((row) => sent.get(row.studentId) !== fingerprint(row));
    if (isWhole) sent.clear();
    for (const row of changed) sent.set(row.studentId, fingerprint(row));
    yield { classSession, rows: changed, isWhole };
  }
}

function fingerprint(row: RegisterRow): string {
  return JSON.stringify([row.version, row.claims]);
}
