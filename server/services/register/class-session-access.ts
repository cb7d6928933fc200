/** Loads a class session together with what the actor may do with it. Every use case about a register starts here. */
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import { type Action, can } from '#domain/person/permission';
import { type ClassSessionFacts, type ClassSessionState, stateAt } from '#domain/register/class-session';
import { readSettings, type SchoolSettings } from '#domain/school/school';
import type { ActorContext } from '#server/context/context';
import { settleDueSessions } from './register-settling';

export type ClassSessionRow = ClassSessionFacts & {
  id: number;
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  day: string;
  startTime: string;
  endTime: string;
  zone: string;
  revision: number;
  closedAt: number | null;
  isHeld: boolean;
  isLocked: boolean;
  headCount: number | null;
  openedBy: string | null;
  settings: SchoolSettings;
};

type Row = Omit<ClassSessionRow, 'isHeld' | 'isLocked' | 'settings' | 'state'> & {
  state: ClassSessionState;
  isHeld: number;
  isLocked: number;
  isStaff: number;
  settings: string;
};

const SELECT = `select cs.id, cs.section_id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode, cs.room, cs.day,
    cs.start_time startTime, cs.end_time endTime, cs.zone, cs.starts_at startsAt, cs.ends_at endsAt, cs.state, cs.revision,
    cs.opened_at openedAt, cs.check_in_closes_at checkInClosesAt, cs.closes_at closesAt, cs.closed_at closedAt,
    cs.is_held isHeld, cs.is_locked isLocked, cs.head_count headCount,
    (select name from users where id = cs.opened_by_id) openedBy,
    exists (select 1 from section_staff st where st.section_id = cs.section_id and st.user_id = ?) isStaff,
    (select settings from school where id = 1) settings
  from class_sessions cs join sections s on s.id = cs.section_id join courses c on c.id = s.course_id`;

const BY_ID = `${SELECT} where cs.id = ?`;

const OF_DAY = `${SELECT} where cs.day = ? and cs.section_id in (select section_id from section_staff where user_id = ?)
  order by cs.starts_at, cs.id`;

/** The class session for a change, when the actor may do `action` with it. One whose time is over is settled first, job or no job.
 *  @throws AppError `not-found` for one that does not exist or that the actor may not know of */
export async function loadClassSession(ctx: ActorContext, classSessionId: number, action: Action): Promise<ClassSessionRow> {
  const row = await loadRow(ctx, classSessionId, action);
  if (stateAt(row, ctx.now()) === row.state) return row;
  await settleDueSessions(ctx);
  return loadRow(ctx, classSessionId, action);
}

/** The class session for a reader, as it is by now. Time closes a register by itself; reading it changes nothing.
 *  @throws AppError `not-found` as for a change */
export async function seeClassSession(ctx: ActorContext, classSessionId: number): Promise<ClassSessionRow> {
  return asOf(await loadRow(ctx, classSessionId, 'register.see'), ctx.now());
}

/** One whose time is over is closed, also before it is settled. It was taken when it was opened; whether marks alone took it is known
 *  once it is settled. */
function asOf(row: ClassSessionRow, now: number): ClassSessionRow {
  const state = stateAt(row, now);
  return state === row.state ? row : { ...row, state, closedAt: row.closesAt, isHeld: row.openedAt !== null };
}

async function loadRow(ctx: ActorContext, classSessionId: number, action: Action): Promise<ClassSessionRow> {
  const row = await queryRow<Row>(ctx.db, BY_ID, [ctx.actor.id, classSessionId]);
  if (!row || !can(ctx.actor, action, { isStaff: row.isStaff === 1 }))
    throw new AppError('not-found', 'There is no such class session.');
  return toClassSession(row);
}

function toClassSession({ isStaff: _, ...row }: Row): ClassSessionRow {
  return {
    ...row,
    isHeld: row.isHeld === 1,
    isLocked: row.isLocked === 1,
    settings: readSettings(row.settings),
  };
}

/** The class sessions of a day that the actor staffs, in order of time. Never throws for a day without any. */
export async function loadStaffedOfDay(ctx: ActorContext, day: string): Promise<ClassSessionRow[]> {
  const rows = await queryRows<Row>(ctx.db, OF_DAY, [ctx.actor.id, day, ctx.actor.id]);
  return rows.map((row) => asOf(toClassSession({ ...row }), ctx.now()));
}
