/** Who may do what: the whole table, for every role, as staff of the section and not, and for people who are not active. */
import { expect, test } from 'vitest';
import { ACTIONS, type Action, can } from '#domain/person/permission';
import { ROLES, type Role } from '#domain/person/user';

type Facts = 'none' | 'staff' | 'own' | 'staff, own request' | 'covering' | 'handed over';
type Cell = Record<Facts, boolean>;

const FACTS: Record<Facts, Parameters<typeof can>[2]> = {
  none: {},
  staff: { isStaff: true },
  own: { isOwn: true },
  'staff, own request': { isStaff: true, isOwnRequest: true },
  covering: { isCovering: true },
  'handed over': { hasHandedOver: true },
};
const all = (is: boolean): Cell => ({
  ...{ none: is, staff: is, own: is, 'staff, own request': is },
  ...{ covering: is, 'handed over': is },
});
const [NEVER, ALWAYS] = [all(false), all(true)];
const STAFFED: Cell = { ...NEVER, staff: true, 'staff, own request': true };
const REGISTER: Cell = { ...STAFFED, covering: true };
const GIVEN: Cell = { ...STAFFED, 'handed over': true };
const OWN: Cell = { ...NEVER, own: true };
const NOT_OWN: Cell = { ...ALWAYS, 'staff, own request': false };
const OTHERS_REQUEST: Cell = { ...NEVER, staff: true, covering: true };

const OF_STAFF: Record<Role, Cell> = { student: NEVER, assistant: STAFFED, teacher: STAFFED, admin: ALWAYS };
const OF_REGISTER: Record<Role, Cell> = { student: NEVER, assistant: REGISTER, teacher: REGISTER, admin: ALWAYS };
const OF_ADMINISTRATORS: Record<Role, Cell> = { student: NEVER, assistant: NEVER, teacher: NEVER, admin: ALWAYS };

const TABLE: Record<Action, Record<Role, Cell>> = {
  'own.see': { student: OWN, assistant: OWN, teacher: OWN, admin: OWN },
  'register.see': OF_REGISTER,
  'register.open': OF_REGISTER,
  'register.close': OF_REGISTER,
  'register.mark': OF_REGISTER,
  'register.remind': OF_REGISTER,
  'class-session.change': OF_STAFF,
  'cover.give': OF_STAFF,
  'cover.take-back': { student: { ...NEVER, 'handed over': true }, assistant: GIVEN, teacher: GIVEN, admin: ALWAYS },
  'register.mark-locked': OF_ADMINISTRATORS,
  'correction.request': {
    student: OWN,
    assistant: REGISTER,
    teacher: REGISTER,
    admin: { ...NEVER, covering: true },
  },
  'correction.decide': { student: NEVER, assistant: NEVER, teacher: OTHERS_REQUEST, admin: NOT_OWN },
  'leave.request': { student: OWN, assistant: STAFFED, teacher: STAFFED, admin: ALWAYS },
  'leave.decide': OF_STAFF,
  'section.message': OF_STAFF,
  'school.manage': OF_ADMINISTRATORS,
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
