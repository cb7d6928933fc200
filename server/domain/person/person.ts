/** People as an administrator looks after them: lists, the forms of adding and editing, and what may be done with an account when. */

import { z } from 'zod';
import { plainLine, preferredNameSchema, searchForm } from '#domain/text';
import { says } from '#domain/words/says';
import { Email, PersonName, ROLES, type Role, UserId, type UserState } from './user';

/** What a list shows: everybody who has not left, those of one state, or those who left. */
export const PEOPLE_VIEWS = ['current', 'active', 'pending', 'suspended', 'archived'] as const;
export type PeopleView = (typeof PEOPLE_VIEWS)[number];

export const PEOPLE_SORTS = ['name', 'email', 'created'] as const;
export type PeopleSort = (typeof PEOPLE_SORTS)[number];

/** A page of the list. `after` is the last person of the page before. */
export const PeopleInput = z.object({
  search: z.string().trim().max(100).default(''),
  role: z.enum(ROLES).nullable().default(null),
  show: z.enum(PEOPLE_VIEWS).default('current'),
  sort: z.enum(PEOPLE_SORTS).default('name'),
  isDescending: z.boolean().default(false),
  after: UserId.nullable().default(null),
  limit: z.number().int().min(1).max(100).default(50),
});
export type PeopleInput = z.infer<typeof PeopleInput>;

/** One person of the list. Times are epoch ms. */
export type Person = {
  id: number;
  name: string;
  preferredName: string | null;
  email: string;
  /** Student or staff number. */
  studentNumber: string | null;
  role: Role;
  state: UserState;
  createdAt: number;
  archivedAt: number | null;
  photoAt: number | null;
};

/** A row of the list. */
export type ListedPerson = Person & {
  /** Codes of their classes, in order: "MA A". */
  classes: string[];
  /** A student's rate over all their classes, as far as registers are counted, which follows their closing; null where nothing is. */
  percent: number | null;
  /** Epoch ms of the last request of a sign-in that has not ended; null for whoever has none. */
  lastSeenAt: number | null;
};

/** A section somebody learns or works in. Days are null for staff. */
export type Involvement = {
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  enrolmentId: number | null;
  staffRole: 'teacher' | 'assistant' | null;
  fromDay: string | null;
  untilDay: string | null;
};

/** Runs of letters and digits, as the database keeps the words of names, addresses and numbers. */
const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');

/** What is looked for of each part of a search: its words as they are typed, or else those of `searchForm`. Both, because the database
 *  takes accents off Latin letters alone, while in other scripts they make another letter. */
export function searchedWords(search: string): string[][][] {
  const forms = search.split(/\p{White_Space}+/u).map((part) => [part.normalize('NFC').toLowerCase(), searchForm(part)]);
  return forms
    .map((form) => [...new Set(form)].map(wordsOf).filter((words) => words.length > 0))
    .filter((alternatives) => alternatives.length > 0);
}

/** People of one kind. */
export type PeopleCount = { role: Role; state: UserState; isArchived: boolean; people: number };

function isShown({ state, isArchived }: PeopleCount, show: PeopleView): boolean {
  if (show === 'archived') return isArchived;
  return !isArchived && (show === 'current' || show === state);
}

/** How many people a view holds. @param role null for every role */
export function countPeople(counts: readonly PeopleCount[], { role, show }: { role: Role | null; show: PeopleView }): number {
  return counts
    .filter((count) => isShown(count, show) && (role === null || role === count.role))
    .reduce((sum, { people }) => sum + people, 0);
}

const Phone = z
  .string()
  .overwrite(plainLine)
  .max(40, says('form.too-long', { max: 40 }))
  .nullish()
  .transform((text) => text || null);

/** The longest student number. */
export const STUDENT_NUMBER_MOST = 50;

const StudentNumber = z
  .string()
  .overwrite(plainLine)
  .max(STUDENT_NUMBER_MOST, says('form.too-long', { max: STUDENT_NUMBER_MOST }))
  .nullish()
  .transform((text) => text || null);

/** Kept where it is more than the last word, which is the family name of everybody else. */
const FamilyName = z
  .string()
  .overwrite(plainLine)
  .nullish()
  .transform((text) => (text?.includes(' ') ? text : null));

/** A family name that the name does not hold would sort nobody. */
const FAMILY_IN_NAME = { path: ['familyName'], error: says('person.family-name-of-name') };
const holdsFamily = ({ name, familyName }: { name: string; familyName: string | null }) =>
  familyName === null || name.endsWith(` ${familyName}`);

const Details = {
  name: PersonName,
  familyName: FamilyName,
  preferredName: preferredNameSchema(100),
  email: Email,
  phone: Phone,
  studentNumber: StudentNumber,
};

export const NewPersonInput = z
  .object({ ...Details, role: z.enum(ROLES, { error: says('person.choose-role') }) })
  .refine(holdsFamily, FAMILY_IN_NAME);
export type NewPersonInput = z.infer<typeof NewPersonInput>;

export const EditPersonInput = z.object({ ...Details, personId: UserId }).refine(holdsFamily, FAMILY_IN_NAME);
export type EditPersonInput = z.infer<typeof EditPersonInput>;

export const PersonRef = z.object({ personId: UserId });

/** Changes of standing that are taken back by another one. */
export const STANDING_ACTIONS = ['suspend', 'reactivate', 'archive', 'restore', 'withdraw'] as const;
export type StandingAction = (typeof STANDING_ACTIONS)[number];

/** Some people of a list, for one change of all. */
export const PeopleRef = z.object({ userIds: z.array(UserId).min(1, says('person.choose-somebody')).max(500) });

/** What became of one person of many: `own` is the actor's own account, `last-admin` would leave nobody to look after the school,
 *  `not-possible` is in another state by now, or gone. */
export type StandingOutcome = 'done' | 'own' | 'last-admin' | 'not-possible';

/** `from` is the role the decision was made about. */
export const ChangeRoleInput = z.object({
  personId: UserId,
  from: z.enum(ROLES),
  role: z.enum(ROLES, { error: says('person.choose-role') }),
});
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;

/** What follows from another role: who learns stops teaching, and the other way round. Teacher and assistant keep their sections. */
export function roleConsequences(from: Role, to: Role) {
  const isStaff = (role: Role) => role === 'teacher' || role === 'assistant';
  return {
    endsEnrolments: from === 'student' && to !== 'student',
    endsStaffing: isStaff(from) && !isStaff(to),
    changesStaffing: isStaff(from) && isStaff(to) && from !== to,
  };
}
