/** The register as screens see it: everyone on the roll that day, their marks and the claims that wait. The rows are read by hand: they
 *  are a union in a common table. */

import { queryRows } from '#db/query';
import { PHOTO_AT } from '#db/sql/photo-at';
import { onRollSql } from '#db/sql/roll';
import { DAY_MS } from '#domain/duration';
import { type NameSorting, sortedByName } from '#domain/name-parts';
import { can } from '#domain/person/permission';
import { type Place, placesOf } from '#domain/place';
import { isCheckInOpen, isOpenable, markingRule } from '#domain/register/class-session';
import {
  type ClassSessionView,
  type Register,
  type RegisterRow,
  type WaitingClaim,
  withTellingNumbers,
} from '#domain/register/register';
import type { ActorContext } from '#server/context/context';
import { type ClassSessionRow, seeClassSession } from './class-session-access';

/** Sent as it was made: what is delivered later comes from home. */
const IS_FROM_CLASS = `f.network is not null and f.source in ('qr', 'code') and f.verdict <> 'refused'`;

/** @param who what else holds for the student whose id is this SQL */
const rowsSql = (
  who: (studentId: string) => string,
) => `with target as (select id, section_id, day from class_sessions where id in (select value from json_each(:ids))),
  waiting as (select c.* from target t join claims c on c.class_session_id = t.id and c.verdict = 'waiting'
    and not exists (select 1 from attendance a where a.class_session_id = c.class_session_id and a.student_id = c.student_id
      and a.status in ('present', 'late')) ${who('c.student_id')}),
  roll(class_session_id, student_id) as (
    select t.id, e.student_id from target t join enrolments e on e.section_id = t.section_id
      and ${onRollSql('e', 't.day')} ${who('e.student_id')}
    union select t.id, a.student_id from target t join attendance a on a.class_session_id = t.id
      where a.status is not null ${who('a.student_id')}
    union select class_session_id, student_id from waiting)
  select roll.class_session_id classSessionId, u.id studentId, u.name, u.student_number studentNumber, u.family_name familyName, ${PHOTO_AT} photoAt, a.status, a.source, coalesce(a.version, 0) version, a.reason_code_id reasonCodeId, a.note, a.changed_at changedAt, a.actor_name changedBy,
    (select json_group_array(json_object('claimId', w.id, 'reasons', json(w.reasons), 'status', w.status, 'receivedAt', w.received_at))
      from waiting w where w.student_id = u.id and w.class_session_id = roll.class_session_id) claims,
    (select f.network from claims f where f.student_id = u.id and f.class_session_id = roll.class_session_id
      and ${IS_FROM_CLASS} order by f.received_at limit 1) network,
    exists (select 1 from claims f where f.student_id = u.id and f.class_session_id = roll.class_session_id and f.settled_at is not null)
      or exists (select 1 from spot_checks k where k.student_id = u.id and k.answered_at > :since and k.is_here = 0) isFlagged
  from roll join users u on u.id = roll.student_id
    left join attendance a on a.class_session_id = roll.class_session_id and a.student_id = u.id
  order by u.id`;

const ROWS = rowsSql(() => '');
const ROWS_OF_STUDENTS = rowsSql((studentId) => `and ${studentId} in (select value from json_each(:students))`);

/** How long a failed spot check is remembered when names are drawn. */
const FLAGGED_MS = 60 * DAY_MS;

/** As it is stored; what screens make of claims, networks and flags is added by `toRow`. */
export type StoredRow = Omit<RegisterRow, 'claims' | 'waiting' | 'isFlagged' | 'place'> & {
  classSessionId: number;
  familyName: string | null;
  claims: string;
  network: string | null;
  isFlagged: number;
};

/** A student waits once, with the first claim: later ones take nothing of it away, and add why they wait. Settling it settles them all. */
function oneOf(claims: WaitingClaim[]): WaitingClaim[] {
  const [first, ...later] = claims.sort((a, b) => a.receivedAt - b.receivedAt || (a.claimId < b.claimId ? -1 : 1));
  return first ? [{ ...first, reasons: [...new Set([first, ...later].flatMap((claim) => claim.reasons))] }] : [];
}

function toRow({ classSessionId: _, network: __, familyName: ___, ...row }: StoredRow, place: Place | null): RegisterRow {
  const claims = oneOf(JSON.parse(row.claims) as WaitingClaim[]);
  const waiting = claims.flatMap((claim) => claim.reasons);
  return { ...row, source: row.status === null ? null : row.source, claims, waiting, isFlagged: row.isFlagged === 1, place };
}

/** Rows of one register, all of them, as screens see them and in the order they show. */
export function toRows(rows: StoredRow[], sorting: NameSorting): RegisterRow[] {
  const known = rows.flatMap(({ studentId, network }) => (network === null ? [] : [[studentId, network] as const]));
  const places = placesOf(new Map(known));
  return withTellingNumbers(sortedByName(rows, sorting)).map((row) => toRow({ ...row }, places.get(row.studentId) ?? null));
}

/** A class session as screens see it. */
export function toClassSessionView(ctx: ActorContext, classSession: ClassSessionRow): ClassSessionView {
  const { settings, startTime: _, endTime: __, isLocked, closesAt: ___, cover, isStaff, ...view } = classSession;
  const now = ctx.now();
  const marking = markingRule(classSession, { lockDays: settings.lockDays, now });
  return {
    ...view,
    cover: cover && { userId: cover.userId, name: cover.name },
    mayChange: can(ctx.actor, 'class-session.change', { isStaff }),
    mayHandOver: can(ctx.actor, 'cover.give', { isStaff }) && view.state !== 'cancelled' && !isLocked,
    isCheckInOpen: isCheckInOpen(classSession, now),
    marking: marking === 'locked' && can(ctx.actor, 'register.mark-locked') ? 'with-reason' : marking,
    canOpen: view.state === 'scheduled' && isOpenable(classSession, now),
    canReopen: view.state === 'closed' && !isLocked && marking !== 'locked',
    hasSpotCheck: settings.spotCheck,
    serverNow: now,
  };
}

/** Rows as they are stored, of these students alone or of everybody. One query. */
export function loadStoredRows(ctx: ActorContext, classSessionIds: number[], students?: number[]): Promise<StoredRow[]> {
  const args = { ids: JSON.stringify(classSessionIds), since: ctx.now() - FLAGGED_MS };
  if (!students) return queryRows(ctx.db, ROWS, args);
  return queryRows(ctx.db, ROWS_OF_STUDENTS, { ...args, students: JSON.stringify(students) });
}

/** The rows of registers whose class sessions the caller has loaded, by class session. One query. */
export async function loadRegisterRows(
  ctx: ActorContext,
  classSessionIds: number[],
  sorting: NameSorting,
): Promise<Map<number, RegisterRow[]>> {
  const registers = new Map(classSessionIds.map((id): [number, StoredRow[]] => [id, []]));
  for (const row of await loadStoredRows(ctx, classSessionIds)) registers.get(row.classSessionId)?.push(row);
  return new Map([...registers].map(([id, rows]) => [id, toRows(rows, sorting)]));
}

/** A whole register.
 *  @throws AppError `not-found` for one the actor does not staff */
export async function getRegister(ctx: ActorContext, classSessionId: number): Promise<Register> {
  const classSession = await seeClassSession(ctx, classSessionId);
  const registers = await loadRegisterRows(ctx, [classSession.id], classSession.settings);
  return { classSession: toClassSessionView(ctx, classSession), rows: registers.get(classSession.id) ?? [] };
}
