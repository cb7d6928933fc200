/** Who may do what: the whole table, for every role, as staff of the section and not, and for people who are not active. */
import { expect, test } from 'vitest';
import { ACTIONS, type Action, can } from '#domain/person/permission';
import { ROLES, type Role } from '#domain/person/user';

type Facts = 'none' | 'staff' | 'own' | 'staff, own request' | 'staff, own mark' | 'covering' | 'handed over';
type Cell = Record<Facts, boolean>;

const FACTS: Record<Facts, Parameters<typeof can>[2]> = {
  none: {},
  staff: { isStaff: true },
  own: { isOwn: true },
  'staff, own request': { isStaff: true, isOwnRequest: true },
  'staff, own mark': { isStaff: true, isOwn: true },
  covering: { isCovering: true },
  'handed over': { hasHandedOver: true },
};
const all = (is: boolean): Cell => ({
  ...{ none: is, staff: is, own: is, 'staff, own request': is },
  ...{ 'staff, own mark': is, covering: is, 'handed over': is },
});
const [NEVER, ALWAYS] = [all(false), all(true)];
const STAFFED: Cell = { ...NEVER, staff: true, 'staff, own request': true, 'staff, own mark': true };
const REGISTER: Cell = { ...STAFFED, covering: true };
const GIVEN: Cell = { ...STAFFED, 'handed over': true };
const OWN: Cell = { ...NEVER, own: true, 'staff, own mark': true };
const OTHERS_REQUEST: Cell = { ...NEVER, staff: true, covering: true };

/** The same for every role but the administrator's: what else somebody is follows from the facts. */
const byFacts = (cell: Cell, admin: Cell): Record<Role, Cell> => ({ student: cell, assistant: cell, teacher: cell, admin });
/** What is one's own is for others to judge. */
const othersOf = (cell: Cell): Cell => ({ ...cell, own: false, 'staff, own mark': false });
const ASKED: Cell = { ...REGISTER, own: true };

const TABLE: Record<Action, Record<Role, Cell>> = {
  'own.see': byFacts(OWN, OWN),
  'register.see': byFacts(REGISTER, ALWAYS),
  'register.open': byFacts(REGISTER, ALWAYS),
  'register.close': byFacts(REGISTER, ALWAYS),
  'register.mark': byFacts(othersOf(REGISTER), othersOf(ALWAYS)),
  'register.remind': byFacts(REGISTER, ALWAYS),
  'register.mark-locked': byFacts(NEVER, othersOf(ALWAYS)),
  'class-session.change': byFacts(STAFFED, ALWAYS),
  'cover.give': byFacts(STAFFED, ALWAYS),
  'cover.take-back': byFacts(GIVEN, ALWAYS),
  'correction.request': byFacts(ASKED, OWN),
  'correction.decide': {
    student: NEVER,
    assistant: NEVER,
    teacher: OTHERS_REQUEST,
    admin: { ...othersOf(ALWAYS), 'staff, own request': false },
  },
  'leave.request': byFacts({ ...STAFFED, own: true }, ALWAYS),
  'leave.decide': byFacts(othersOf(STAFFED), othersOf(ALWAYS)),
  'section.message': byFacts(STAFFED, ALWAYS),
  'school.manage': byFacts(NEVER, ALWAYS),
};

const person = (role: Role, state: 'active' | 'pending' | 'suspended' = 'active') => ({ id: 1, name: 'Ada', role, state });
const CELLS = ACTIONS.flatMap((action) =>
  ROLES.flatMap((role) => Object.entries(TABLE[action][role]).map(([facts, expected]) => ({ action, role, facts, expected }))),
);

test.for(CELLS)('$action by $role ($facts): $expected', ({ action, role, facts, expected }) => {
  expect(can(person(role), action, FACTS[facts as Facts])).toBe(expected);
});

test.for(CELLS.filter(({ expected }) => expected))(
  '$action by $role ($facts) is not for people who are pending or suspended',
  ({ action, role, facts }) => {
    for (const state of ['pending', 'suspended'] as const)
      expect(can(person(role, state), action, FACTS[facts as Facts])).toBe(false);
  },
);

test('whoever has not signed in may do nothing', () => {
  for (const action of ACTIONS) for (const facts of Object.values(FACTS)) expect(can(null, action, facts)).toBe(false);
});
