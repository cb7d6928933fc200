/** What can be done with several people at once, what takes it back, and how the result is told. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { PeopleView } from '#domain/person/person';

export const BULK_ACTIONS = ['approve', 'reject', 'suspend', 'reactivate', 'archive', 'restore', 'withdraw'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** `done` says of how many it is true. */
type Look = { label: MessageDescriptor; done: (count: number) => MessageDescriptor; undo: BulkAction };

export const BULK: Record<BulkAction, Look> = {
  approve: {
    label: msg`Approve`,
    done: (count) =>
      msg`${plural(count, { one: '# person approved. They can sign in now.', other: '# people approved. They can sign in now.' })}`,
    undo: 'withdraw',
  },
  reject: {
    label: msg`Reject`,
    done: (count) => msg`${plural(count, { one: '# person rejected.', other: '# people rejected.' })}`,
    undo: 'restore',
  },
  suspend: {
    label: msg`Suspend`,
    done: (count) => msg`${plural(count, { one: '# person suspended.', other: '# people suspended.' })}`,
    undo: 'reactivate',
  },
  reactivate: {
    label: msg`Reactivate`,
    done: (count) => msg`${plural(count, { one: '# person reactivated.', other: '# people reactivated.' })}`,
    undo: 'suspend',
  },
  archive: {
    label: msg`Archive`,
    done: (count) => msg`${plural(count, { one: '# person archived.', other: '# people archived.' })}`,
    undo: 'restore',
  },
  restore: {
    label: msg`Restore`,
    done: (count) => msg`${plural(count, { one: '# person restored.', other: '# people restored.' })}`,
    undo: 'archive',
  },
  withdraw: {
    label: msg`Withdraw approval`,
    done: (count) => msg`${plural(count, { one: '# person waiting again.', other: '# people waiting again.' })}`,
    undo: 'approve',
  },
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

const REASONS: Record<string, (count: number) => MessageDescriptor> = {
  own: () => msg`You cannot do this to your own account.`,
  'last-admin': () => msg`The school needs at least one active administrator.`,
  'in-use': (count) =>
    msg`${plural(count, {
      one: '# person cannot be rejected, because they are enrolled in or teach a class.',
      other: '# people cannot be rejected, because they are enrolled in or teach a class.',
    })}`,
  'already-decided': (count) =>
    msg`${plural(count, {
      one: '# person had already been decided.',
      other: '# people had already been decided.',
    })}`,
  'not-possible': (count) =>
    msg`${plural(count, { one: 'Nothing to change for # person.', other: 'Nothing to change for # people.' })}`,
};

const DONE = ['done', 'approved', 'rejected'];

/** The result in a sentence or two, and whom it can be taken back for. */
export function bulkResult(i18n: I18n, action: BulkAction, results: readonly BulkResult[]) {
  const doneIds = results.filter(({ outcome }) => DONE.includes(outcome)).map(({ userId }) => userId);
  const others = [...new Set(results.map(({ outcome }) => outcome))].filter((outcome) => !DONE.includes(outcome));
  const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
  const parts = [
    ...(doneIds.length > 0 ? [i18n._(BULK[action].done(doneIds.length))] : []),
    ...others.flatMap((outcome) => {
      const reason = REASONS[outcome]?.(count(outcome));
      return reason ? [i18n._(reason)] : [];
    }),
  ];
  const text = results.length === 0 ? i18n._(msg`Nobody was selected.`) : parts.join(' ');
  return { text, isDone: doneIds.length > 0 && others.length === 0, doneIds, undo: BULK[action].undo };
}
export type ShownResult = ReturnType<typeof bulkResult>;
