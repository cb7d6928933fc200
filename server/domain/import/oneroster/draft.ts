/**
 * What a OneRoster import knows and has decided so far. Each file's planner looks up what earlier files brought, by the file's own
 * ids (`sourcedId`), and adds its rows.
 */

import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import type { EmailDomains, Role } from '#domain/person/user';
import type { Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';
import type { Op, OpValues, PlannedRow, Question, RowRef, Verdict } from '../import';
import type { KnownPerson } from '../import-enrolments';
import type { RosterFile } from './files';
import type { RosterRow } from './table';

type Linked = { id: number; sourcedId: string | null; archivedAt: number | null };
export type KnownDepartment = Linked & { name: string };
export type KnownCourse = Linked & { departmentId: number; code: string; title: string };
export type KnownSection = Linked & { courseId: number; code: string; termId: number | null };
export type KnownTerm = Linked & { name: string; fromDay: string; untilDay: string };
export type KnownEnrolment = {
  id: number;
  sectionId: number;
  studentId: number;
  fromDay: string;
  untilDay: string | null;
  sourcedId: string | null;
};
export type KnownStaff = { sectionId: number; userId: number; role: 'teacher' | 'assistant' };

/** The school as it is. */
export type SchoolFacts = {
  departments: KnownDepartment[];
  courses: KnownCourse[];
  sections: KnownSection[];
  terms: KnownTerm[];
  people: KnownPerson[];
  /** By the ids of accounts that were merged into another, whose they are now. */
  merged: ReadonlyMap<number, KnownPerson>;
  enrolments: KnownEnrolment[];
  staff: KnownStaff[];
  domains: EmailDomains;
  /** In percent: what a file takes away beyond it, it takes after its number was typed. */
  removalShare: number;
  /** Day in the school's zone; what ends, ends the day before. */
  today: string;
  /** Epoch ms. */
  now: number;
};

/** Somebody, or the account that theirs was merged into. */
export const standing = ({ merged }: SchoolFacts, person: KnownPerson): KnownPerson => merged.get(person.id) ?? person;

/** Something of the file, new or known: how to refer to it, and its id when it exists. */
export type Found = { ref: RowRef; id: number | null; name: string };
export type FoundPerson = Found & { role: Role; isGone: boolean };
export type FoundSection = Found & { isGone: boolean; termFrom: string | null };

/** Ids that Muster's own export makes up for rows that came from nowhere else. They are not kept when they come back. */
export const OWN_ID = 'muster-';

export class Draft {
  readonly rows: PlannedRow[] = [];
  /** By sourcedId, as far as read. */
  readonly departments = new Map<string, Found>();
  readonly courses = new Map<string, Found>();
  readonly sections = new Map<string, FoundSection>();
  readonly people = new Map<string, FoundPerson>();
  /** Ids of accounts that were merged into another: in `people` they are that one. */
  readonly mergedIds = new Set<string>();
  readonly terms = new Map<string, Found>();
  readonly termStarts = new Map<string, string>();
  /** Ids of known rows that the file has, by table. */
  readonly seen = {
    departments: new Set<number>(),
    courses: new Set<number>(),
    sections: new Set<number>(),
    terms: new Set<number>(),
    users: new Set<number>(),
  };
  /** Enrolments that end with their person. */
  readonly ended = new Set<number>();
  readonly questions: Question[] = [];
  /** People that a question is about: until it is answered, nothing becomes of them. */
  readonly asked = new Set<number>();

  constructor(readonly facts: SchoolFacts) {
    for (const { id, sourcedId, name } of facts.departments)
      if (sourcedId) this.departments.set(sourcedId, { ref: id, id, name });
    for (const { id, sourcedId, name } of facts.terms) if (sourcedId) this.terms.set(sourcedId, { ref: id, id, name });
    for (const { id, sourcedId, code } of facts.courses) if (sourcedId) this.courses.set(sourcedId, { ref: id, id, name: code });
    for (const { sourcedId, ...section } of facts.sections)
      if (sourcedId) this.sections.set(sourcedId, this.#foundSection(section));
    for (const person of facts.people) {
      if (!person.sourcedId) continue;
      this.people.set(person.sourcedId, foundPerson(standing(facts, person)));
      if (facts.merged.has(person.id)) this.mergedIds.add(person.sourcedId);
    }
  }

  #foundSection({ id, courseId, code, archivedAt }: Omit<KnownSection, 'sourcedId' | 'termId'>): FoundSection {
    const course = this.facts.courses.find((one) => one.id === courseId);
    return { ref: id, id, name: `${course?.code ?? ''} ${code}`.trim(), isGone: archivedAt !== null, termFrom: null };
  }

  /** Adds what was decided about a row of a file. A refused one keeps what was written. */
  add(file: RosterFile, row: RosterRow, plan: Plan): void {
    const { verdict, subject, message = null, ops = [] } = plan;
    const cells = verdict === 'refused' ? { cells: row.cells() } : {};
    this.rows.push({ file: file.name, line: row.line, verdict, subject, message: message && toMessage(message), ops, ...cells });
  }

  /** Asks who of several somebody is. */
  ask(sourcedId: string, subject: string, candidates: readonly KnownPerson[]): void {
    for (const { id } of candidates) this.asked.add(id);
    const labelled = candidates.map((one) => ({ id: one.id, label: labelOf(one) }));
    this.questions.push({ sourcedId, subject, candidates: labelled });
  }

  /** Adds what becomes of something that a bulk file no longer has. */
  addMissing(file: RosterFile, subject: string, ops: Op[]): void {
    this.rows.push({ file: file.name, line: 0, verdict: 'deactivate', subject, message: toMessage('import.not-in-file'), ops });
  }
}

/** Somebody here, told apart from others. */
function labelOf({ name, email, studentNumber }: KnownPerson): string {
  return [name, studentNumber, isPlaceholderAddress(email) ? null : email].filter(Boolean).join(', ');
}

export type Plan = { verdict: Verdict; subject: string; message?: Said | null; ops?: Op[] };

export function foundPerson({ id, name, role, archivedAt }: KnownPerson): FoundPerson {
  return { ref: id, id, name, role, isGone: archivedAt !== null };
}

export const refused = (subject: string, message: Said): Plan => ({ verdict: 'refused', subject, message });
export const unchanged = (subject: string, message: Said | null = null): Plan => ({ verdict: 'unchanged', subject, message });

type Wanted = {
  subject: string;
  table: 'departments' | 'courses' | 'sections' | 'terms' | 'users';
  /** Null for the id of an account that was merged into this one, which stays with that. */
  sourcedId: string | null;
  known: ({ id: number; sourcedId: string | null; archivedAt: number | null } & Record<string, unknown>) | undefined;
  /** Columns as the file has them. */
  values: OpValues;
  /** The same columns as they are. */
  current: OpValues;
  /** Further columns of a new row. */
  forNew?: OpValues;
  /** Further columns of a row that comes back from the archive. */
  forReturn?: OpValues;
  /** Changes that have to come first. */
  before?: Op[];
  message?: Said | null;
};

/** The plan for a row that is to be as the file says: made, changed where it differs, or left as it is. */
export function planAs(wanted: Wanted): Plan {
  const { subject, table, sourcedId, known, values, current, forNew, forReturn, before = [], message = null } = wanted;
  if (!known) {
    const create: Op = { kind: 'create', table, values: { ...values, ...forNew, sourced_id: sourcedId } };
    return { verdict: 'create', subject, message, ops: [...before, create] };
  }
  const changed = Object.entries(values).filter(([column, value]) => value !== current[column as keyof OpValues]);
  const isLinked = sourcedId !== null && known.sourcedId !== sourcedId && !sourcedId.startsWith(OWN_ID);
  const isRelinked = isLinked && known.sourcedId !== null;
  const isBack = known.archivedAt !== null;
  const changes = {
    ...Object.fromEntries(changed),
    ...(isLinked && { sourced_id: sourcedId }),
    ...(isBack && { archived_at: null, ...forReturn }),
  };
  if (Object.keys(changes).length === 0) return unchanged(subject, message);
  const linked = isRelinked ? 'import.relinked' : changed.length === 0 && isLinked ? 'import.linked' : message;
  const text = isBack ? 'import.comes-back' : linked;
  return {
    verdict: 'update',
    subject,
    message: text,
    ops: [...before, { kind: 'change', table, key: { id: known.id }, values: changes }],
  };
}

/** The plan for something the file wants gone: archived, if it is there. */
export function planGone(
  table: 'departments' | 'courses' | 'sections' | 'terms',
  { subject, known, now }: { subject: string; known: { id: number; archivedAt: number | null } | undefined; now: number },
): Plan {
  if (!known) return unchanged(subject, 'import.deleted-unknown');
  if (known.archivedAt !== null) return unchanged(subject, 'import.archived-already');
  return { verdict: 'deactivate', subject, message: 'import.archived', ops: [archive(table, known.id, now)] };
}

export function archive(table: Wanted['table'], id: number, now: number): Op {
  return { kind: 'change', table, key: { id }, values: { archived_at: now } };
}
