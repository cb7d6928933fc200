/** A register for those who watch it. What wakes them is told by a version, and who it concerns by a marker of each student, so that an
 *  arrival has one row read, and not the register. Two queries, written by hand: they are asked at every change by everybody who watches. */
import type { Database } from '#db/client';
import { queryRow, queryRows } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import { hasRegisterSql } from '#db/sql/staffing';
import type { RegisterChange, RegisterRow } from '#domain/register/register';
import type { ActorContext } from '#server/context/context';
import { type ClassSessionRow, seeClassSession } from '../class-session-access';
import { loadStoredRows, type StoredRow, toClassSessionView, toRows } from '../register';
import { changesOf } from './watch';

/** When check-in ends (`e`) and the class session (`d`), epoch ms, of which time alone makes a change; the rest is only compared. */
type Version = { e: number | null; d: number };

const VERSION = `select cs.state, cs.revision r, cs.opened_at o, cs.check_in_closes_at e, cs.closed_at c, cs.head_count h, cs.is_locked l,
    (select changes from class_session_tallies where class_session_id = cs.id) t,
    (select group_concat(id || reasons) from claims where class_session_id = cs.id and verdict = 'waiting') w,
    (select count(*) || '|' || max(e.id) from enrolments e where e.section_id = cs.section_id
      and ${onRollSql('e', 'cs.day')}) n,
    cs.closes_at d, ${hasRegisterSql('cs')} s, (select user_id from covers where class_session_id = cs.id and ended_at is null) v
  from class_sessions cs where cs.id = :classSessionId`;

/** What a row is made of, but for the account: while a student's differs from none before, the row need not be read again. */
const MARKERS = `select studentId, group_concat(marker) marker from (
    select e.student_id studentId, e.id marker from class_sessions cs join enrolments e on e.section_id = cs.section_id
      and ${onRollSql('e', 'cs.day')} where cs.id = :classSessionId
    union all select student_id, version from attendance where class_session_id = :classSessionId
    union all select student_id, id || verdict || reasons || (network is null) from claims where class_session_id = :classSessionId)
  group by studentId`;

type Rows = ReadonlyMap<number, RegisterRow>;

/** The rows of one register by student, one copy for all who watch it. A row is another object once it says something else. */
class LiveRows {
  watchers = 0;
  #markers = new Map<number, string>();
  #stored = new Map<number, StoredRow>();
  #rows: Rows = new Map();
  #last: Promise<unknown> = Promise.resolve();

  /** Rows as they are now, one reader after the other: who reads later is told no less.
   *  @param isWhole whether those are read too of whom nothing has changed here, whose name may have */
  read(ctx: ActorContext, classSession: ClassSessionRow, isWhole: boolean): Promise<Rows> {
    const reading = this.#last.then(() => this.#read(ctx, classSession, isWhole));
    this.#last = reading.catch(() => undefined);
    return reading;
  }

  async #read(ctx: ActorContext, { id, settings }: ClassSessionRow, isWhole: boolean): Promise<Rows> {
    // Markers first: what is written after them is in the rows already, and is seen again the next time.
    const found = await queryRows<{ studentId: number; marker: string }>(ctx.db, MARKERS, { classSessionId: id });
    const markers = new Map(found.map(({ studentId, marker }) => [studentId, marker]));
    const students = [...new Set([...this.#markers.keys(), ...markers.keys()])];
    const changed = isWhole ? students : students.filter((one) => markers.get(one) !== this.#markers.get(one));
    if (changed.length === 0) return this.#rows;
    const rows = await loadStoredRows(ctx, [id], isWhole ? undefined : changed);
    this.#markers = markers;
    for (const student of changed) this.#stored.delete(student);
    for (const row of rows) this.#stored.set(row.studentId, row);
    const stored = [...this.#stored.values()].sort((a, b) => a.studentId - b.studentId);
    this.#rows = new Map(toRows(stored, settings).map((row) => [row.studentId, sameOr(this.#rows.get(row.studentId), row)]));
    return this.#rows;
  }
}

function sameOr(known: RegisterRow | undefined, row: RegisterRow): RegisterRow {
  return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
}

const registers = new WeakMap<Database, Map<number, LiveRows>>();

/** @returns the rows that all who watch a register share, and what is called once one no longer does */
function shareRows(db: Database, classSessionId: number): { live: LiveRows; leave: () => void } {
  const ofDatabase = registers.get(db) ?? new Map<number, LiveRows>();
  registers.set(db, ofDatabase);
  const live = ofDatabase.get(classSessionId) ?? new LiveRows();
  ofDatabase.set(classSessionId, live);
  live.watchers++;
  const leave = () => {
    if (--live.watchers === 0) ofDatabase.delete(classSessionId);
  };
  return { live, leave };
}

/** A live register: first all of it, then what changed, as it changes; all of it again when somebody left it. Ends when the reader leaves.
 *  @throws AppError `not-found` for one the actor does not staff, also once they no longer do */
export async function* watchRegister(
  ctx: ActorContext,
  classSessionId: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<RegisterChange> {
  let written: Version | null = null;
  const version = async (isWritten: boolean) => {
    if (isWritten) written = await queryRow<Version>(ctx.db, VERSION, { classSessionId, actorId: ctx.actor.id });
    const { e, d } = written ?? {};
    return [written, ...[e, d].map((at) => at && at <= ctx.now())];
  };
  const { live, leave } = shareRows(ctx.db, classSessionId);
  try {
    let told: Rows = new Map();
    for await (const isFirst of changesOf(ctx.db, version, signal, classSessionId)) {
      const classSession = await seeClassSession(ctx, classSessionId);
      const rows = await live.read(ctx, classSession, isFirst);
      const isWhole = isFirst || [...told.keys()].some((student) => !rows.has(student));
      const changed = [...rows.values()].filter((row) => isWhole || told.get(row.studentId) !== row);
      told = rows;
      yield { classSession: toClassSessionView(ctx, classSession), rows: changed, isWhole };
    }
  } finally {
    leave();
  }
}
