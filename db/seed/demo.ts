/**
 * The demo school: a sixth form in the middle of its term, the same every time for the same instant. What the school is like is
 * `demo-plan.ts`; its term `demo-classes.ts`; the class session that its demo teacher always has running `demo-now.ts`.
 */
import type { InStatement } from '@libsql/client';
import type { Database } from '#db/client';
import * as schema from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import type { Role } from '#domain/person/user';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { addDays, dayAt } from '#domain/time';
import { type People, planClasses, planSlots, registerStatements, staffOf } from './demo-classes';
import {
  COURSES,
  calendarOf,
  DEPARTMENTS,
  type PlannedEnrolment,
  planEnrolments,
  planPeople,
  SCHOOL_NAME,
  SECTIONS,
  SIGN_UPS,
} from './demo-plan';
import type { Person, School } from './demo-registers';
import { plannedLeaves, reasonCodeRows } from './demo-requests';
import { type IdsBefore, insertRows, loadIdsBefore } from './insert';
import { setSettings, zoneInUse } from './settings';

type Options = { now: number; passwordHash: string; zone?: string };

const ZONE = 'Europe/London';

/** Fills a database with the demo school, in one commit: all of it or nothing.
 *  @param options.zone of a school that nobody uses yet
 *  @throws LibsqlError when its accounts, courses or departments exist already */
export async function seedDemoSchool(db: Database, options: Options): Promise<void> {
  const ids = await loadIdsBefore(db.$client);
  const zone = (await zoneInUse(db)) ?? options.zone ?? ZONE;
  const { term, closure } = calendarOf(dayAt(options.now, zone));
  const people = listPeople(ids(schema.users));
  const illness = ids(schema.reasonCodes) + 1;
  const school: School = { now: options.now, zone, term, admin: people.admins[0] as Person, illness };
  const enrolments = planEnrolments(term);
  const slots = planSlots({ ids, school });
  const classes = planClasses({ ids, school, people, enrolments, closure }, slots);
  await db.$client.batch(
    [
      setSettings({ ...DEFAULT_SETTINGS, name: SCHOOL_NAME, zone }, options.now),
      ...addPeople(people, school, options.passwordHash),
      ...addStructure({ ids, people, enrolments }),
      ...insertRows(schema.terms, [{ id: ids(schema.terms) + 1, ...term }]),
      ...insertRows(schema.closures, [closure]),
      ...insertRows(schema.slots, slots),
      ...insertRows(schema.reasonCodes, reasonCodeRows(illness)),
      ...registerStatements(classes, school),
      ...insertRows(schema.leaves, plannedLeaves(people.students, school)),
    ],
    'write',
  );
}

function listPeople(lastId: number): People {
  let id = lastId;
  const plan = planPeople();
  const number = (list: { name: string; email: string }[], role: Role) => list.map((one) => ({ ...one, id: ++id, role }));
  return {
    admins: number(plan.admins, 'admin'),
    teachers: number(plan.teachers, 'teacher'),
    assistants: number(plan.assistants, 'assistant'),
    students: number(plan.students, 'student'),
  };
}

/** Accounts made before the term by the administrator, and sign-ups that wait. */
function addPeople(people: People, { now, zone, term, admin }: School, passwordHash: string): InStatement[] {
  const createdAt = instantOf(addDays(term.fromDay, -12), '09:00', zone);
  const active = { passwordHash, createdAt, approvedAt: createdAt, approvedById: admin.id, state: 'active' as const };
  const waiting = SIGN_UPS.map(({ hoursAgo, ...person }) => ({
    ...person,
    ...{ passwordHash, createdAt: now - hoursAgo * HOUR_MS, approvedAt: null, approvedById: null, state: 'pending' as const },
  }));
  const known = [...people.admins, ...people.teachers, ...people.assistants, ...people.students];
  return [
    ...insertRows(
      schema.users,
      known.map((person) => ({ ...person, ...active })),
    ),
    ...insertRows(schema.users, waiting),
  ];
}

/** Departments, courses, sections with their staff, and who is enrolled. */
function addStructure(plan: { ids: IdsBefore; people: People; enrolments: PlannedEnrolment[] }): InStatement[] {
  const { ids, people, enrolments } = plan;
  const sectionId = (number: number) => ids(schema.sections) + number;
  const courseId = (code: string) => ids(schema.courses) + COURSES.findIndex((course) => course.code === code) + 1;
  const departmentId = (name: string) => ids(schema.departments) + DEPARTMENTS.indexOf(name) + 1;
  return [
    ...insertRows(
      schema.departments,
      DEPARTMENTS.map((name) => ({ id: departmentId(name), name })),
    ),
    ...insertRows(
      schema.courses,
      COURSES.map(({ code, title, department }) => ({ id: courseId(code), departmentId: departmentId(department), code, title })),
    ),
    ...insertRows(
      schema.sections,
      SECTIONS.map(({ course, code }, index) => ({ id: sectionId(index + 1), courseId: courseId(course), code })),
    ),
    ...insertRows(
      schema.sectionStaff,
      SECTIONS.flatMap((_, index) =>
        staffOf(index + 1, people).map(({ id, role }) => ({
          ...{ sectionId: sectionId(index + 1), userId: id },
          role: role === 'teacher' ? ('teacher' as const) : ('assistant' as const),
        })),
      ),
    ),
    ...insertRows(
      schema.enrolments,
      enrolments.map(({ section, student, fromDay, untilDay }) => ({
        ...{ sectionId: sectionId(section), studentId: people.students[student - 1]?.id ?? 0, fromDay, untilDay },
      })),
    ),
  ];
}
