/**
 * What becomes of each line of an enrolment list: address, name, class (`import-columns` says which column is which). People it makes
 * wait for approval and have no password; they are enrolled at once.
 */
import { unprotected } from '#domain/csv-text';
import { STUDENT_NUMBER_MOST } from '#domain/person/person';
import { isPlaceholderAddress, placeholderAddress } from '#domain/person/placeholder-address';
import { addressEnds, Email, type EmailDomains, isAllowedDomain, PersonName, type Role } from '#domain/person/user';
import { hasHidden, plainLine } from '#domain/text';
import type { Message, Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';
import { type ImportOptions, type Op, type PlannedRow, type RowRef, refuseFile } from './import';
import { type ClassFacts, findSection, type Refusal } from './import-classes';
import {
  type ChosenColumns,
  type Columns,
  type ColumnsRead,
  plainWord,
  readHeading,
  tellColumns,
  withChosen,
} from './import-columns';
import type { CsvRow } from './import-csv';
import type { Field } from './import-header-words';
import { addressRemark, shownAddress, withRemark, writtenAddress } from './import-remarks';

/** Somebody the school knows. */
export type KnownPerson = {
  id: number;
  email: string;
  name: string;
  role: Role;
  state: string;
  sourcedId: string | null;
  preferredName: string | null;
  studentNumber: string | null;
  /** As a file has it; null where it is the last word of the name. */
  familyName: string | null;
  archivedAt: number | null;
};

export type EnrolmentFacts = ClassFacts & {
  /** By email; by that of an account that was merged, the one that was kept. */
  people: ReadonlyMap<string, KnownPerson>;
  /** By student number, of those who are here. */
  peopleByNumber: ReadonlyMap<string, KnownPerson>;
  /** Who is on a roll today or later: `<section id>|<student id>`. */
  enrolled: ReadonlySet<string>;
  domains: EmailDomains;
  /** First day of new enrolments. */
  today: string;
  /** Epoch ms. */
  now: number;
};

/** Header of the file of refused lines, when the file had none. */
export const ENROLMENT_COLUMNS = ['email', 'name', 'section_id'];

/** Words for somebody who is on a list and no longer in the class. */
const GONE = [
  'deleted',
  'tobedeleted',
  'inactive',
  'removed',
  'dropped',
  'withdrawn',
  'geloscht',
  'inaktiv',
  'supprime',
  'eliminado',
];

/** Rows planned between two yields. */
const AT_ONCE = 500;

type Line = { email: string; name: string; number: string; section: string; status: string };

function readLine({ cells }: CsvRow, columns: Columns): Line {
  const cell = (field: Field) => unprotected(cells[columns[field] ?? -1]?.trim() ?? '');
  const [first, last] = [cell('first'), cell('last')];
  const name = first || last ? `${first} ${last}`.trim() : cell('name');
  const number = plainLine(cell('number')).slice(0, STUDENT_NUMBER_MOST);
  return { email: writtenAddress(cell('email')), name, number, section: cell('section'), status: cell('status') };
}

/** Whether a line has the name of somebody known, in whatever order, or a part of it. A number alone may be another person's. */
function isNamed({ name }: Line, known: KnownPerson): boolean {
  const words = plainWord(name).split(' ');
  const theirs = plainWord(`${known.name} ${known.preferredName ?? ''}`).split(' ');
  return (
    words.every((word) => theirs.includes(word)) ||
    plainWord(known.name)
      .split(' ')
      .every((word) => words.includes(word))
  );
}

/** The name to begin with: as given, else the part before the @, else the role. */
function nameOf({ name }: Line, email: string): string {
  const names = [name, email.slice(0, email.indexOf('@'))].map((one) => PersonName.safeParse(one));
  return names.find(({ success }) => success)?.data ?? 'Student';
}

/** Who a line is about: an address, that of whoever has its number, or one that stands for none. Null where it says nothing of it, as a
 *  name alone does not. */
function addressOf({ email, number, name }: Line, { peopleByNumber }: EnrolmentFacts): string | null {
  const written = Email.safeParse(email).data ?? peopleByNumber.get(number)?.email;
  if (written !== undefined) return written;
  if (number !== '' && name !== '') return placeholderAddress(`number-${number.toLowerCase()}`);
  return email.includes('@') ? placeholderAddress(`list-${email.toLowerCase()}`) : null;
}

/** `number` is the one that is to be kept, if any; `foundBy` is how somebody is known whose address is another one. */
type Person = {
  ref: RowRef;
  name: string;
  isNew: boolean;
  id: number | null;
  number: string | null;
  foundBy: 'address' | 'number' | 'merged address';
};

/** The change that gives somebody known a number. */
function numbering({ id, number }: Person): Op[] {
  if (id === null || number === null) return [];
  return [{ kind: 'change', table: 'users', key: { id }, values: { student_number: number } }];
}

/** Files are read by one planner each: it remembers whom it has made and enrolled. */
class EnrolmentPlanner {
  readonly #made = new Map<string, string>();
  /** Numbers that the file gives, by whose they are. */
  readonly #numbers = new Map<string, RowRef>();
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
    if (row.isQuotedWrongly) return refused('import.quote-in-line');
    if (GONE.includes(plainWord(line.status))) return this.#gone(line);
    const chosen = this.options.sectionId;
    if (chosen === null && line.section === '') return refused('import.no-class');
    const email = addressOf(line, this.facts);
    if (email === null) return refused('import.no-address');
    const sectionId = chosen ?? findSection(line.section, this.facts);
    if (typeof sectionId === 'object') return refused(sectionId.refusal);
    const section = this.facts.sections.get(sectionId) ?? '';
    const person = this.#person(line, email);
    return 'refusal' in person ? refused(person.refusal) : this.#enrol(line, person, { id: sectionId, name: section }, email);
  }

  /** Lists of other systems name those who have left, too. */
  #gone({ email, name, status }: Line) {
    const message = toMessage({ id: 'import.not-enrolled', values: { text: status } });
    return { verdict: 'unchanged' as const, subject: plainLine(email || name), message, ops: [] };
  }

  #person(line: Line, email: string): Person | Refusal {
    const byAddress = this.facts.people.get(email);
    const known = byAddress ?? this.facts.peopleByNumber.get(line.number);
    const made = this.#made.get(email);
    if (known) {
      const isByNumber = !this.facts.people.has(Email.safeParse(line.email).data ?? '');
      if (isByNumber && !isNamed(line, known))
        return { refusal: { id: 'import.number-of-another', values: { text: line.number, name: known.name } } };
      if (known.archivedAt !== null) return { refusal: 'import.person-archived' };
      const number = known.studentNumber === null ? this.#numberFor(line, known.id) : null;
      const foundBy = byAddress === undefined ? 'number' : known.email === email ? 'address' : 'merged address';
      return { ref: known.id, id: known.id, name: known.name, isNew: false, number, foundBy };
    }
    if (made !== undefined) return { ref: email, id: null, name: made, isNew: false, number: null, foundBy: 'address' };
    if (!this.options.createMissing) return { refusal: 'import.student-unknown' };
    if (!isPlaceholderAddress(email) && !isAllowedDomain(email, 'student', this.facts.domains))
      return {
        refusal: { id: 'import.student-domains', values: { domains: addressEnds(this.facts.domains.student) } },
      };
    if (hasHidden(line.name)) return { refusal: 'import.name-hidden' };
    const number = this.#numberFor(line, email);
    return { ref: email, id: null, name: nameOf(line, email), isNew: true, number, foundBy: 'address' };
  }

  /** The number of a line, unless somebody else has it. */
  #numberFor({ number }: Line, ref: RowRef): string | null {
    if (number === '' || this.facts.peopleByNumber.has(number)) return null;
    if (!this.#numbers.has(number)) this.#numbers.set(number, ref);
    return this.#numbers.get(number) === ref ? number : null;
  }

  #enrol(line: Line, person: Person, section: { id: number; name: string }, email: string) {
    const subject = `${person.name} (${shownAddress(email)}), ${section.name}`;
    const key = `${section.id}|${person.ref}`;
    const ops = numbering(person);
    const isTwice = this.#seen.has(key);
    this.#seen.add(key);
    if (isTwice || (this.facts.enrolled.has(key) && ops.length === 0))
      return { verdict: 'duplicate' as const, subject, message: toMessage('import.enrolled-already'), ops: [] };
    if (this.facts.enrolled.has(key))
      return { verdict: 'update' as const, subject, message: toMessage('import.number-kept'), ops };
    if (person.isNew) this.#made.set(email, person.name);
    if (person.isNew) ops.push({ kind: 'create', table: 'users', values: this.#newStudent(person, email) });
    const values = { section_id: section.id, student_id: person.ref, from_day: this.facts.today };
    ops.push({ kind: 'create', table: 'enrolments', values });
    const said = this.#remark(line, person);
    const message = person.isNew && isPlaceholderAddress(email) ? withRemark(addressRemark(line.email), said) : said;
    return { verdict: 'create' as const, subject, message, ops };
  }

  #newStudent({ name, number }: Person, email: string) {
    return { email, name, student_number: number, role: 'student', state: 'pending', created_at: this.facts.now };
  }

  #remark(line: Line, { name, isNew, foundBy }: Person): Message | null {
    if (foundBy === 'merged address') return { id: 'import.merged-here', values: { name } };
    if (foundBy === 'number') return { id: 'import.known-by-number', values: { text: line.number } };
    const isOverridden =
      this.options.sectionId !== null && line.section !== '' && line.section !== String(this.options.sectionId);
    if (!isOverridden) return isNew ? { id: 'import.new-student' } : null;
    return { id: isNew ? 'import.new-student-other-class' : 'import.other-class', values: { text: line.section } };
  }
}

export type EnrolmentPlan = { rows: PlannedRow[]; header: string[]; columns: ColumnsRead };

/** Decides about every line that is not blank. One bad line never stops the others. Yields now and then.
 *  @throws AppError `invalid` for a file with no line, or a header without an email column */
export function* planEnrolments(
  rows: CsvRow[],
  file: string,
  options: ImportOptions,
  facts: EnrolmentFacts,
  chosen: ChosenColumns | null = null,
): Generator<void, EnrolmentPlan> {
  const heading = withChosen(readHeading(rows), chosen);
  const { columns, header, lines } = heading;
  if (lines.length === 0) refuseFile('import.no-lines');
  const names = header ? header.cells.map((cell) => cell.trim()) : ENROLMENT_COLUMNS;
  const planner = new EnrolmentPlanner(options, facts);
  const planned: PlannedRow[] = [];
  for (const [index, row] of lines.entries()) {
    const plan = planner.plan(row, columns);
    const cells = Object.fromEntries(names.flatMap((name, place) => (name === '' ? [] : [[name, row.cells[place] ?? '']])));
    planned.push({ file, line: row.line, ...plan, ...(plan.verdict === 'refused' && { cells }) });
    if (index % AT_ONCE === 0) yield;
  }
  return { rows: planned, header: names.filter((name) => name !== ''), columns: tellColumns(heading) };
}
