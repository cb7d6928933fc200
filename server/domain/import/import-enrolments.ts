/**
 * What becomes of each line of an enrolment file: email, name, class. Columns go by their header where there is one, else by their
 * place. People it makes wait for approval and have no password; they are enrolled at once.
 */
import { unprotected } from '#domain/csv-text';
import { addressEnds, Email, type EmailDomains, isAllowedDomain, PersonName, type Role } from '#domain/person/user';
import { hasHidden, plainLine } from '#domain/text';
import type { Message, Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';
import { type ImportOptions, type PlannedRow, type RowRef, refuseFile } from './import';
import { type CsvRow, isBlank } from './import-text';

/** Somebody the school knows. */
export type KnownPerson = {
  id: number;
  email: string;
  name: string;
  role: Role;
  state: string;
  sourcedId: string | null;
  preferredName: string | null;
  archivedAt: number | null;
};

export type EnrolmentFacts = {
  /** By email. */
  people: ReadonlyMap<string, KnownPerson>;
  /** Classes that are not archived, by id, with what people call them. */
  sections: ReadonlyMap<number, string>;
  /** Who is on a roll today or later: `<section id>|<student id>`. */
  enrolled: ReadonlySet<string>;
  domains: EmailDomains;
  /** First day of new enrolments. */
  today: string;
  /** Epoch ms. */
  now: number;
};

/** Where each column is; -1 where the file has none. */
type Columns = { email: number; name: number; section: number };

/** Columns of a file without a header. */
const BY_PLACE: Columns = { email: 0, name: 1, section: 2 };
const HEADER_CELLS = ['email', 'username'];
const NAMES = {
  email: ['email', 'e-mail', 'email address'],
  name: ['username', 'name'],
  section: ['section_id', 'section', 'class_id'],
};

/** Header of the file of refused lines, when the file had none. */
export const ENROLMENT_COLUMNS = ['email', 'name', 'section_id'];

/** Rows planned between two yields. */
const AT_ONCE = 500;

const normal = (cell: string) => cell.trim().toLowerCase();

function columnsIn(header: CsvRow): Columns {
  const find = (names: string[]) => header.cells.findIndex((cell) => names.includes(normal(cell)));
  const columns = { email: find(NAMES.email), name: find(NAMES.name), section: find(NAMES.section) };
  if (columns.email === -1) refuseFile({ id: 'import.no-email-column', values: { line: header.line } });
  return columns;
}

/** The header is the first line that is not blank, when a cell of it is `email` or `username`. */
function readHeader(rows: CsvRow[]): { columns: Columns; header: CsvRow | undefined } {
  const first = rows.find((row) => !isBlank(row));
  const isHeader = first?.cells.some((cell) => HEADER_CELLS.includes(normal(cell)));
  return first && isHeader ? { columns: columnsIn(first), header: first } : { columns: BY_PLACE, header: undefined };
}

type Line = { email: string; name: string; section: string };
type Refusal = { refusal: Said };

function readLine({ cells }: CsvRow, columns: Columns): Line {
  const cell = (index: number) => unprotected(cells[index]?.trim() ?? '');
  return { email: cell(columns.email), name: cell(columns.name), section: cell(columns.section) };
}

/** The class a line is for: the chosen one, or its own column's. */
function sectionOf({ section }: Line, chosen: number | null): number | Refusal {
  if (chosen !== null) return chosen;
  if (section === '') return { refusal: 'import.no-class' };
  return Number(section);
}

/** The name to begin with: as given, else the part before the @, else the role. */
function nameOf({ name }: Line, email: string): string {
  const names = [name, email.slice(0, email.indexOf('@'))].map((one) => PersonName.safeParse(one));
  return names.find(({ success }) => success)?.data ?? 'Student';
}

type Person = { ref: RowRef; name: string; isNew: boolean; id: number | null };

/** Files are read by one planner each: it remembers whom it has made and enrolled. */
class EnrolmentPlanner {
  readonly #made = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(
    readonly options: ImportOptions,
    readonly facts: EnrolmentFacts,
  ) {}

  /** In the order that decides which of several faults is told. */
  plan(row: CsvRow, columns: Columns): Pick<PlannedRow, 'verdict' | 'subject' | 'message' | 'ops'> {
    const line = readLine(row, columns);
    const refused = (message: Said) => ({
      verdict: 'refused' as const,
      subject: plainLine(line.email || line.name),
      message: toMessage(message),
      ops: [],
    });
    const { sectionId: chosen } = this.options;
    if (chosen === null && line.section !== '' && !/^\d{1,9}$/.test(line.section))
      return refused({ id: 'import.class-no-number', values: { text: line.section } });
    const sectionId = sectionOf(line, chosen);
    if (typeof sectionId === 'object') return refused(sectionId.refusal);
    const email = Email.safeParse(line.email);
    if (!email.success) return refused('import.no-address');
    const section = this.facts.sections.get(sectionId);
    if (section === undefined) return refused({ id: 'import.class-unknown', values: { number: sectionId } });
    const person = this.#person(line, email.data);
    return 'refusal' in person
      ? refused(person.refusal)
      : this.#enrol(line, person, { id: sectionId, name: section }, email.data);
  }

  #person(line: Line, email: string): Person | Refusal {
    const known = this.facts.people.get(email);
    const made = this.#made.get(email);
    if (known) {
      if (known.role !== 'student') return { refusal: { id: 'import.is-no-student', values: { role: known.role } } };
      if (known.archivedAt !== null) return { refusal: 'import.person-archived' };
      return { ref: known.id, id: known.id, name: known.name, isNew: false };
    }
    if (made !== undefined) return { ref: email, id: null, name: made, isNew: false };
    if (!this.options.createMissing) return { refusal: 'import.student-unknown' };
    if (!isAllowedDomain(email, 'student', this.facts.domains))
      return {
        refusal: { id: 'import.student-domains', values: { domains: addressEnds(this.facts.domains.student) } },
      };
    if (hasHidden(line.name)) return { refusal: 'import.name-hidden' };
    return { ref: email, id: null, name: nameOf(line, email), isNew: true };
  }

  #enrol(line: Line, person: Person, section: { id: number; name: string }, email: string) {
    const subject = `${person.name} (${email}), ${section.name}`;
    const key = `${section.id}|${person.ref}`;
    if (this.#seen.has(key) || this.facts.enrolled.has(key))
      return { verdict: 'duplicate' as const, subject, message: toMessage('import.enrolled-already'), ops: [] };
    this.#seen.add(key);
    if (person.isNew) this.#made.set(email, person.name);
    const ops: PlannedRow['ops'] = [];
    if (person.isNew) ops.push({ kind: 'create', table: 'users', values: this.#newStudent(person, email) });
    const values = { section_id: section.id, student_id: person.ref, from_day: this.facts.today };
    ops.push({ kind: 'create', table: 'enrolments', values });
    return { verdict: 'create' as const, subject, message: this.#remark(line, person), ops };
  }

  #newStudent({ name }: Person, email: string) {
    return { email, name, role: 'student', state: 'pending', created_at: this.facts.now };
  }

  #remark(line: Line, { isNew }: Person): Message | null {
    const isOverridden =
      this.options.sectionId !== null && line.section !== '' && line.section !== String(this.options.sectionId);
    if (!isOverridden) return isNew ? { id: 'import.new-student' } : null;
    return { id: isNew ? 'import.new-student-other-class' : 'import.other-class', values: { text: line.section } };
  }
}

export type EnrolmentPlan = { rows: PlannedRow[]; header: string[] };

/** Decides about every line that is not blank. One bad line never stops the others. Yields now and then.
 *  @throws AppError `invalid` for a file with no line, or a header without an email column */
export function* planEnrolments(
  rows: CsvRow[],
  file: string,
  options: ImportOptions,
  facts: EnrolmentFacts,
): Generator<void, EnrolmentPlan> {
  const { columns, header } = readHeader(rows);
  const lines = rows.filter((row) => row !== header && !isBlank(row));
  if (lines.length === 0) refuseFile('import.no-lines');
  const names = header ? header.cells.map((cell) => cell.trim()) : ENROLMENT_COLUMNS;
  const planner = new EnrolmentPlanner(options, facts);
  const planned: PlannedRow[] = [];
  for (const [index, row] of lines.entries()) {
    const plan = planner.plan(row, columns);
    const cells = Object.fromEntries(names.map((name, place) => [name, row.cells[place] ?? '']));
    planned.push({ file, line: row.line, ...plan, ...(plan.verdict === 'refused' && { cells }) });
    if (index % AT_ONCE === 0) yield;
  }
  return { rows: planned, header: names };
}
