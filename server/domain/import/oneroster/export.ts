/**
 * The school as a OneRoster 1.1 zip that imports back unchanged. Rows that came from a file keep that file's ids; others get ids of
 * Muster's own, which an import into the same school recognises by what the rows are. Nothing secret is in it.
 */
import { strToU8, zipSync } from 'fflate';
import { toCsv } from '#domain/csv-text';
import { nameParts } from '#domain/name-parts';
import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import { addDays } from '#domain/time';
import type { KnownPerson } from '../import-enrolments';
import { OWN_ID, type SchoolFacts } from './draft';

const SCHOOL_ID = `${OWN_ID}school`;

const HEADERS = {
  orgs: ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
  academicSessions: 'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear'.split(','),
  courses:
    'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes'.split(','),
  classes:
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods'.split(
      ',',
    ),
  users:
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,preferredGivenName'.split(
      ',',
    ),
  enrollments:
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate'.split(','),
};
type FileName = keyof typeof HEADERS;

/** Files of the standard that are not in it. */
const ABSENT = ['categories', 'classResources', 'courseResources', 'demographics', 'lineItems', 'resources', 'results'];

/** The school's name, and which terms each class has slots in. */
export type ExportFacts = SchoolFacts & { schoolName: string; sectionTerms: ReadonlyMap<number, number[]> };

const idOf = (kind: string, { id, sourcedId }: { id: number; sourcedId: string | null }) => sourcedId ?? `${OWN_ID}${kind}-${id}`;

/** Rows as cells by their header; what is not given is empty. */
function table(name: FileName, rows: Record<string, string>[]): string {
  const header = HEADERS[name];
  return toCsv([header, ...rows.map((row) => header.map((column) => row[column] ?? ''))]);
}

const ROLE_WORDS: Record<string, string> = { teacher: 'teacher', assistant: 'aide', student: 'student' };

function userRow(person: KnownPerson): Record<string, string> {
  const { familyName, givenName } = nameParts(person);
  return {
    ...{
      sourcedId: idOf('user', person),
      enabledUser: person.state === 'suspended' ? 'false' : 'true',
      orgSourcedIds: SCHOOL_ID,
    },
    role: ROLE_WORDS[person.role] ?? '',
    username: person.email.split('@')[0] ?? '',
    givenName,
    familyName,
    identifier: person.studentNumber ?? '',
    email: isPlaceholderAddress(person.email) ? '' : person.email,
    preferredGivenName: person.preferredName ?? '',
  };
}

const byId = <Row extends { id: number }>(rows: Row[]) => new Map(rows.map((row) => [row.id, row]));
const isCurrent = ({ archivedAt }: { archivedAt: number | null }) => archivedAt === null;

function structureFiles(facts: ExportFacts) {
  const departments = byId(facts.departments);
  const courses = byId(facts.courses);
  const terms = byId(facts.terms);
  const sections = facts.sections.filter(isCurrent);
  const used = new Set(sections.map(({ courseId }) => courseId));
  const kept = facts.courses.filter((course) => isCurrent(course) || used.has(course.id));
  const orgs = facts.departments
    .filter(isCurrent)
    .map((one) => ({ sourcedId: idOf('department', one), name: one.name, type: 'department', parentSourcedId: SCHOOL_ID }));
  return {
    orgs: table('orgs', [{ sourcedId: SCHOOL_ID, name: facts.schoolName, type: 'school' }, ...orgs]),
    academicSessions: table(
      'academicSessions',
      facts.terms.filter(isCurrent).map((term) => ({
        sourcedId: idOf('term', term),
        title: term.name,
        type: 'term',
        startDate: term.fromDay,
        endDate: addDays(term.untilDay, 1),
        schoolYear: term.untilDay.slice(0, 4),
      })),
    ),
    courses: table(
      'courses',
      kept.map((course) => {
        const department = departments.get(course.departmentId);
        return {
          sourcedId: idOf('course', course),
          title: course.title,
          courseCode: course.code,
          orgSourcedId: department ? idOf('department', department) : '',
        };
      }),
    ),
    classes: table(
      'classes',
      sections.map((section) => {
        const course = courses.get(section.courseId);
        const termIds = (facts.sectionTerms.get(section.id) ?? [])
          .flatMap((id) => terms.get(id) ?? [])
          .map((term) => idOf('term', term));
        return {
          ...{
            sourcedId: idOf('section', section),
            title: `${course?.title ?? ''} ${section.code}`.trim(),
            classCode: section.code,
          },
          courseSourcedId: course ? idOf('course', course) : '',
          classType: 'scheduled',
          schoolSourcedId: SCHOOL_ID,
          termSourcedIds: termIds.join(','),
        };
      }),
    ),
  };
}

function enrolmentRows(facts: ExportFacts): Record<string, string>[] {
  const people = byId(facts.people.filter((person) => isCurrent(person) && person.role !== 'admin'));
  const sections = byId(facts.sections.filter(isCurrent));
  const pair = (sectionId: number, userId: number) => {
    const [section, person] = [sections.get(sectionId), people.get(userId)];
    return section && person
      ? { classSourcedId: idOf('section', section), userSourcedId: idOf('user', person), schoolSourcedId: SCHOOL_ID }
      : null;
  };
  const staff = facts.staff.flatMap(({ sectionId, userId, role }) => {
    const own = pair(sectionId, userId);
    return own
      ? [
          {
            ...own,
            sourcedId: `${OWN_ID}staff-${sectionId}-${userId}`,
            role: role === 'teacher' ? 'teacher' : 'aide',
            primary: 'false',
          },
        ]
      : [];
  });
  const students = facts.enrolments.flatMap((enrolment) => {
    const own = pair(enrolment.sectionId, enrolment.studentId);
    const endDate = enrolment.untilDay === null ? '' : addDays(enrolment.untilDay, 1);
    return own
      ? [
          {
            ...own,
            sourcedId: idOf('enrolment', enrolment),
            role: 'student',
            primary: 'false',
            beginDate: enrolment.fromDay,
            endDate,
          },
        ]
      : [];
  });
  return [...staff, ...students];
}

function manifest(files: string[]): string {
  const of = (mode: string) => (name: string) => [`file.${name}`, mode];
  return toCsv([
    ['propertyName', 'value'],
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.1'],
    ...files.map(of('bulk')),
    ...ABSENT.map(of('absent')),
    ['source.systemName', 'Muster'],
    ['source.systemCode', 'muster'],
  ]);
}

/** The zip: everybody but administrators and those who left, current classes, and all their enrolments, ended ones too. Never throws.
 *  @param at epoch ms, as the files' time */
export function rosterZip(facts: ExportFacts, at: number): Uint8Array {
  const users = facts.people.filter((person) => isCurrent(person) && person.role !== 'admin');
  const files: Record<string, string> = {
    ...structureFiles(facts),
    users: table('users', users.map(userRow)),
    enrollments: table('enrollments', enrolmentRows(facts)),
  };
  const all = { manifest: manifest(Object.keys(files)), ...files };
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [`${name}.csv`, strToU8(text)])), { mtime: at });
}
