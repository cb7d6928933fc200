/** What can be done with several people at once, what takes it back, and how the result is told. Pure. */
import type { PeopleView } from '#domain/person/person';
import { peopleText } from './person-words';

export const BULK_ACTIONS = ['approve', 'reject', 'suspend', 'reactivate', 'archive', 'restore', 'withdraw'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

type Look = { label: string; done: string; undo: BulkAction };

export const BULK: Record<BulkAction, Look> = {
  approve: { label: 'Approve', done: 'approved. They can sign in now', undo: 'withdraw' },
  reject: { label: 'Reject', done: 'rejected', undo: 'restore' },
  suspend: { label: 'Suspend', done: 'suspended', undo: 'reactivate' },
  reactivate: { label: 'Reactivate', done: 'reactivated', undo: 'suspend' },
  archive: { label: 'Archive', done: 'archived', undo: 'restore' },
  restore: { label: 'Restore', done: 'restored', undo: 'archive' },
  withdraw: { label: 'Withdraw approval', done: 'waiting again', undo: 'approve' },
};

const OFFERED: Record<PeopleView, readonly BulkAction[]> = {
  current: ['suspend', 'archive'],
  active: ['suspend', 'archive'],
  pending: ['approve', 'reject'],
  suspended: ['reactivate', 'archive'],
  archived: ['restore'],
};

/** What a view of the list offers for the people in it. */
export function offeredIn(view: PeopleView): readonly BulkAction[] {
  return OFFERED[view];
}

/** What became of each, as the API tells it. */
export type BulkResult = { userId: number; outcome: string };

const REASONS: Record<string, (who: string) => string> = {
  own: () => 'You cannot do this to your own account.',
  'last-admin': () => 'The school needs at least one active administrator.',
  'in-use': (who) => `${who} cannot be rejected, because classes know them.`,
  'already-decided': (who) => `For ${who} somebody else decided already.`,
  'not-possible': (who) => `For ${who} there was nothing to change.`,
};

const DONE = ['done', 'approved', 'rejected'];

/** The result in a sentence or two, and whom it can be taken back for. */
export function bulkResult(action: BulkAction, results: readonly BulkResult[]) {
  const doneIds = results.filter(({ outcome }) => DONE.includes(outcome)).map(({ userId }) => userId);
  const others = [...new Set(results.map(({ outcome }) => outcome))].filter((outcome) => !DONE.includes(outcome));
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  const parts = [
    ...(doneIds.length > 0 ? [`${peopleText(doneIds.length)} ${BULK[action].done}.`] : []),
    ...others.map((outcome) => REASONS[outcome]?.(peopleText(count(outcome))) ?? ''),
  ];
  const text = results.length === 0 ? 'Nobody was selected.' : parts.join(' ');
  return { text, isDone: doneIds.length > 0 && others.length === 0, doneIds, undo: BULK[action].undo };
}
export type ShownResult = ReturnType<typeof bulkResult>;
