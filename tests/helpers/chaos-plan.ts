/** What can happen to one phone, its people and its network, as plans that fast-check makes, replays and shrinks. */
import fc from 'fast-check';
import { FAULTS, type Fault } from './outbox-server';

/** Two students and a teacher share the phone. */
export type PersonIndex = 0 | 1 | 2;
export type Tab = 0 | 1;

export type Action =
  /** A student scans, a teacher takes the next step of their lesson. `isMore`: a scan that says more than the one before. */
  | { do: 'act'; tab: Tab; isMore: boolean; isWaitedFor: boolean }
  | { do: 'flush'; tabs: readonly Tab[]; isWaitedFor: boolean }
  /** The browser wakes the worker, and may end it in the middle of its work. */
  | { do: 'sync'; isKilled: boolean; afterMs: number }
  | { do: 'kill'; tab: Tab; afterMs: number; isClosed: boolean }
  /** Null: the sign-in ends. `isNoted`: a page comes alive with it; otherwise pages of the former person are still open. */
  | { do: 'sign-in'; as: PersonIndex | null; isNoted: boolean }
  | { do: 'network'; isOn: boolean };

/** Faults in the order of the requests that suffer them; a request after the last of them gets through. */
export type Plan = { actions: Action[]; faults: Fault[] };

const tab = fc.constantFrom<Tab>(0, 1);
const afterMs = fc.integer({ min: 0, max: 40 });

const act = fc.record({ do: fc.constant('act' as const), tab, isMore: fc.boolean(), isWaitedFor: fc.boolean() });
const flush = fc.record({
  do: fc.constant('flush' as const),
  tabs: fc.constantFrom<readonly Tab[]>([0], [1], [0, 1]),
  isWaitedFor: fc.boolean(),
});
const sync = fc.record({ do: fc.constant('sync' as const), isKilled: fc.boolean(), afterMs });
const isClosed = fc.constantFrom(true, false, false, false, false, false);
const kill = fc.record({ do: fc.constant('kill' as const), tab, afterMs, isClosed });
const signIn = fc.record({
  do: fc.constant('sign-in' as const),
  as: fc.constantFrom<PersonIndex | null>(0, 1, 2, null),
  isNoted: fc.boolean(),
});
const network = fc.record({ do: fc.constant('network' as const), isOn: fc.boolean() });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: act },
  { weight: 3, arbitrary: flush },
  { weight: 2, arbitrary: sync },
  { weight: 2, arbitrary: kill },
  { weight: 3, arbitrary: signIn },
  { weight: 2, arbitrary: network },
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault>('none') },
  { weight: 6, arbitrary: fc.constantFrom<Fault>(...FAULTS) },
);

export const plans: fc.Arbitrary<Plan> = fc.record({
  actions: fc.array(action, { minLength: 5, maxLength: 9 }),
  faults: fc.array(fault, { minLength: 10, maxLength: 30 }),
});
