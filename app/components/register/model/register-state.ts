/**
 * A register on a screen: what the server said, and over it what this screen has asked for and not yet been answered. Pure: each
 * function takes a state and returns the next; a row that did not change keeps its identity, so that only changed rows are drawn.
 */
import type { Format } from '#app/words/format';
import type { MarkOutcome, Source, Status, Tally } from '#domain/register/attendance';
import type { ClassSessionView, Register, RegisterChange, RegisterRow, WaitingClaim } from '#domain/register/register';

/** What stands between a row and the mark that was asked for: somebody else's change, a mark of higher rank, or no answer. */
export type RowIssue =
  | { kind: 'conflict'; wanted: Status | null }
  | { kind: 'outranked'; wanted: Status | null }
  | { kind: 'failed'; wanted: Status | null; message: string };

/** A mark that is saved on this device and not yet confirmed; over a null status, one taken back. */
export type Pending = {
  status: Status | null;
  /** The call that sets it, where it is one's own mark; null for an absence that closing makes. */
  callId: string | null;
  /** When it was made, epoch ms on the server. */
  at: number;
};

export type RowView = {
  /** What the server said last. */
  row: RegisterRow;
  /** What waits to be sent and will change it. */
  pending: Pending | null;
  /** The mark asked for, until it is answered. */
  asked: { status: Status | null } | null;
  issue: RowIssue | null;
  /** Checked in a moment ago. */
  isFresh: boolean;
};

/** What was done to the class session on this device and is not yet confirmed: instants on the server's clock. */
export type Unsent = { openedAt: number | null; closedAt: number | null; isHeadCount: boolean };

export const NOTHING_UNSENT: Unsent = { openedAt: null, closedAt: null, isHeadCount: false };

export type RegisterState = {
  classSession: ClassSessionView;
  unsent: Unsent;
  /** In the order of the roll. */
  ids: readonly number[];
  views: ReadonlyMap<number, RowView>;
};

/** Somebody who has just checked in. */
export type Arrival = { studentId: number; name: string; status: Status };

/** Who marks on this screen. */
export type Marker = { name: string; source: Source };

const CHECK_INS: readonly (Source | null)[] = ['qr', 'code', 'offline', 'badge'];

function plain(row: RegisterRow): RowView {
  return { row, pending: null, asked: null, issue: null, isFresh: false };
}

/** The state a page begins with. */
export function registerState({ classSession, rows }: Register): RegisterState {
  const ids = rows.map((row) => row.studentId);
  return { classSession, unsent: NOTHING_UNSENT, ids, views: new Map(rows.map((row) => [row.studentId, plain(row)])) };
}

/** The mark to show: the one asked for, else the one that waits to be sent, else the one that stands. */
export function shownStatus({ asked, pending, row }: RowView): Status | null {
  return (asked ?? pending ?? row).status;
}

/** A claim that is judged again keeps its id and waits for other reasons. */
function claimsKey(claims: readonly WaitingClaim[]): string {
  return claims.map(({ claimId, status, reasons }) => [claimId, status, ...reasons].join()).join(';');
}

/** A message may be older than an answer that came by another way: the mark with the higher version stands. */
function mergeRow(known: RegisterRow, next: RegisterRow): RegisterRow {
  const { version, note } = known;
  const isSame = version === next.version && note === next.note && claimsKey(known.claims) === claimsKey(next.claims);
  if (isSame && known.name === next.name && known.isFlagged === next.isFlagged && known.place === next.place) return known;
  const { claims, waiting, place } = next;
  return version > next.version ? { ...known, claims, waiting, place } : next;
}

function mergeView(known: RowView | undefined, next: RegisterRow): RowView {
  if (!known) return plain(next);
  const row = mergeRow(known.row, next);
  return row === known.row ? known : { ...known, row };
}

function isCheckedIn({ status, source }: RegisterRow): boolean {
  return (status === 'present' || status === 'late') && CHECK_INS.includes(source);
}

/** Who checked in last, the newest first. */
export function lastArrivals({ views }: Pick<RegisterState, 'views'>, most: number): RegisterRow[] {
  const rows = [...views.values()].map(({ row }) => row).filter(isCheckedIn);
  return rows.sort((a, b) => (b.changedAt ?? 0) - (a.changedAt ?? 0)).slice(0, most);
}

function isArrival(known: RowView | undefined, { row }: RowView): boolean {
  const isNews = !known || row.version > known.row.version;
  return isNews && isCheckedIn(row);
}

/** Takes in a live message, or a register read anew, and tells who checked in since. */
export function applyChange(
  state: RegisterState,
  { classSession, rows, isWhole }: RegisterChange,
  byName: Format['byName'],
): { state: RegisterState; arrivals: Arrival[] } {
  const merged = rows.map((row) => mergeView(state.views.get(row.studentId), row));
  const arrivals = merged
    .filter((view) => isArrival(state.views.get(view.row.studentId), view))
    .map(({ row }) => ({ studentId: row.studentId, name: row.name, status: row.status as Status }));
  const entries = merged.map((view) => [view.row.studentId, view] as const);
  const views = new Map(isWhole ? entries : [...state.views, ...entries]);
  return { state: { ...state, classSession, ids: orderOf(state, views, isWhole ? null : byName), views }, arrivals };
}

/** The server sends whole registers in order; somebody who was added meanwhile is put in by name. */
function orderOf(state: RegisterState, views: ReadonlyMap<number, RowView>, byName: Format['byName'] | null): readonly number[] {
  const ids = [...views.keys()];
  const isSame = ids.length === state.ids.length && ids.every((id, index) => id === state.ids[index]);
  if (isSame) return state.ids;
  const nameOf = (id: number) => views.get(id)?.row.name ?? '';
  return byName ? ids.sort((a, b) => byName(nameOf(a), nameOf(b))) : ids;
}

/** Changes the rows of some students; unknown ones are left out. */
export function changeViews(state: RegisterState, ids: Iterable<number>, change: (view: RowView) => RowView): RegisterState {
  const views = new Map(state.views);
  for (const id of ids) {
    const view = views.get(id);
    if (view) views.set(id, change(view));
  }
  return { ...state, views };
}

/** The register as the server would tell it now: what it said last with every answer since. */
export function registerOf({ classSession, ids, views }: RegisterState): Register {
  return { classSession, rows: ids.flatMap((id) => views.get(id)?.row ?? []) };
}

/** Shows a mark before the server has answered. */
export function requestMark(view: RowView, status: Status | null): RowView {
  return { ...view, asked: { status }, issue: null };
}

export type Answered = {
  outcome: MarkOutcome;
  wanted: Status | null;
  /** The version the question carried. */
  sentVersion: number;
  marker: Marker;
  note?: string | undefined;
  reasonCodeId?: number | undefined;
  /** Epoch ms. */
  at: number;
};

function answerConflict(view: RowView, { outcome, wanted, sentVersion }: Answered): RowView {
  const { status, version, changedBy = null, changedAt = null } = outcome;
  const theirs = { status, version, changedBy, source: null, reasonCodeId: null, changedAt };
  const row = version > view.row.version ? { ...view.row, ...theirs } : view.row;
  const kind = version === sentVersion ? 'outranked' : 'conflict';
  return { ...view, row, asked: null, issue: status === wanted ? null : { kind, wanted } };
}

/** Takes in the server's answer to a mark. Two people who set the same mark have nothing to settle. */
export function answerMark(view: RowView, answered: Answered): RowView {
  const { outcome, marker, note, reasonCodeId = null, at } = answered;
  if (outcome.outcome === 'conflict') return answerConflict(view, answered);
  const { status, version } = outcome;
  const isNews = version > view.row.version;
  const source = status === null ? null : marker.source;
  const ours = { status, version, source, reasonCodeId, changedBy: marker.name, changedAt: at, note: note ?? view.row.note };
  return { ...view, row: isNews ? { ...view.row, ...ours } : view.row, asked: null, issue: null };
}

/** Leaves a mark to the outbox, where it waits: nothing is asked for any more. */
export function leaveToOutbox(view: RowView): RowView {
  return { ...view, asked: null };
}

/** Takes a mark back that the server did not take, and says why. */
export function failMark(view: RowView, wanted: Status | null, message: string): RowView {
  return { ...view, asked: null, issue: { kind: 'failed', wanted, message } };
}

/** Takes a settled claim off its row. */
export function withoutClaim(view: RowView, claimId: string): RowView {
  const claims = view.row.claims.filter((claim) => claim.claimId !== claimId);
  const waiting = [...new Set(claims.flatMap((claim) => claim.reasons))];
  return { ...view, row: { ...view.row, claims, waiting } };
}

/** Figures of what is shown. */
export type Counts = { tally: Tally; unmarked: number; waiting: number; enrolled: number };

/** Counts the marks shown, those asked for included. */
export function countsOf({ views }: RegisterState): Counts {
  const tally: Tally = { present: 0, late: 0, absent: 0, excused: 0 };
  let [unmarked, waiting] = [0, 0];
  for (const view of views.values()) {
    const status = shownStatus(view);
    if (status) tally[status]++;
    else unmarked++;
    waiting += view.row.claims.length;
  }
  return { tally, unmarked, waiting, enrolled: views.size };
}

/** Students that "all present" marks: unmarked, with no check-in that waits for a decision of its own. */
export function unmarkedIds({ ids, views }: RegisterState): number[] {
  return ids.filter((id) => {
    const view = views.get(id);
    return view && shownStatus(view) === null && view.row.claims.length === 0;
  });
}
