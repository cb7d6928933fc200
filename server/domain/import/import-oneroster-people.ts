/**
 * People of a OneRoster file. They come in active and without a password: nobody can sign in before an invitation. No file makes or
 * changes an administrator. A person without an address is taken all the same, because they can be marked.
 */

import { isPlaceholderAddress, placeholderAddress } from '#domain/person/placeholder-address';
import { addressEnds, Email, isAllowedDomain, PersonName, type Role } from '#domain/person/user';
import { hasHidden, plainLine } from '#domain/text';
import { addDays } from '#domain/time';
import type { Message, MessageId, Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';
import type { Op } from './import';
import type { KnownPerson } from './import-enrolments';
import { type Draft, foundPerson, type Plan, planAs, refused, unchanged } from './import-oneroster-draft';
import { type RosterFile, statusOf } from './import-oneroster-files';
import type { RosterRow } from './import-oneroster-table';

const STAFF_WORDS = {
  teacher: ['teacher', 'professor', 'faculty', 'adjunct', 'lecturer', 'instructor', 'substitute'],
  assistant: ['aide', 'proctor', 'paraprofessional', 'teachingassistant', 'ta'],
};

/** What a file's word for somebody's role makes them in a class, if it makes them staff. */
export function staffRole(word: string): 'teacher' | 'assistant' | undefined {
  return (['teacher', 'assistant'] as const).find((role) => STAFF_WORDS[role].includes(word.toLowerCase()));
}

const FAMILY = ['parent', 'guardian', 'relative'];

const YES = ['', 'true', 't', 'yes', 'y', '1', 'on', 'active', 'enabled'];
const NO = ['false', 'f', 'no', 'n', '0', 'off', 'inactive', 'disabled'];

/** Whether a person may sign in; null for a word that says neither. */
function isEnabled(row: RosterRow): boolean | null {
  const word = row.get('enabledUser').toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : null;
}

type RoleOfFile = { role: Role } | { plan: Plan };

/** Which role a word of OneRoster means here, or what becomes of its row. */
function roleFor(word: string, subject: string): RoleOfFile {
  const name = word.toLowerCase();
  const role = name === 'student' ? name : staffRole(name);
  if (role) return { role };
  if (FAMILY.includes(name)) return { plan: unchanged(subject, 'import.family') };
  if (/administrator|principal/.test(name)) return { plan: refused(subject, 'import.admin-by-file') };
  return { plan: refused(subject, name ? { id: 'import.role-unknown', values: { text: word } } : 'import.no-role') };
}

/** The longest name that is kept. */
const MAX_NAME = 100;

/** The whole name as it is written. What a database writes for nothing is none where both parts say it. */
function writtenName(row: RosterRow): string {
  const parts = [row.get('givenName'), row.get('familyName')];
  return parts.every((part) => part === '' || part === 'NULL') ? '' : parts.join(' ').replace(/\s+/g, ' ').trim();
}

const isTooLong = (row: RosterRow) => writtenName(row).length > MAX_NAME;

/** The name, cut where it is too long, never within a character. */
function nameIn(row: RosterRow): string {
  const written = writtenName(row);
  const cut = isTooLong(row) ? written.slice(0, MAX_NAME).replace(/\p{Cs}$/u, '') : written;
  return PersonName.safeParse(cut).data ?? cut;
}

/** Roles by person, from roles.csv of version 1.2: the primary one, else the first. */
function rolesByPerson(file: RosterFile | undefined): Map<string, RosterRow> {
  const roles = new Map<string, RosterRow>();
  for (const row of file?.rows ?? []) {
    const id = row.get('userSourcedId');
    const isPrimary = row.get('roleType').toLowerCase() === 'primary';
    if (statusOf(row) === 'active' && (isPrimary || !roles.has(id))) roles.set(id, row);
  }
  return roles;
}

const shownAddress = (email: string) => (isPlaceholderAddress(email) ? 'no email address' : email);
const subjectOf = (name: string, email: string) => `${name} (${shownAddress(email)})`;

/** What else there is to say beside another address. */
const BESIDE_ADDRESS: Partial<Record<MessageId, string>> = {
  'import.stopped': 'stopped',
  'import.comes-back': 'returns',
  'import.linked': 'linked',
};

/** That somebody has another address, and what was to be said before. */
function movedMessage(said: Said | null | undefined, from: string, to: string): Message {
  const beside = said ? BESIDE_ADDRESS[toMessage(said).id] : undefined;
  return {
    id: 'import.address-moves',
    values: { beside: beside ?? 'none', from: isPlaceholderAddress(from) ? 'none' : from, to },
  };
}

/** Plans users.csv and roles.csv together. */
export class PeoplePlanner {
  readonly #bySourcedId = new Map<string, KnownPerson>();
  readonly #byEmail = new Map<string, KnownPerson>();
  readonly #linesByEmail = new Map<string, number>();
  readonly #linesById = new Map<string, number>();
  readonly #roles: Map<string, RosterRow>;

  constructor(
    readonly draft: Draft,
    readonly rolesFile: RosterFile | undefined,
  ) {
    this.#roles = rolesByPerson(rolesFile);
    for (const person of draft.facts.people) {
      this.#byEmail.set(person.email, person);
      if (person.sourcedId) this.#bySourcedId.set(person.sourcedId, person);
    }
  }

  user(row: RosterRow): Plan {
    const sourcedId = row.get('sourcedId');
    const name = nameIn(row);
    const email = row.get('email').toLowerCase() || placeholderAddress(sourcedId);
    const subject = subjectOf(plainLine(name), email);
    const known = this.#bySourcedId.get(sourcedId) ?? this.#unlinked(email);
    if (known) this.draft.seen.users.add(known.id);
    const status = statusOf(row);
    if (sourcedId === '') return refused(subject, 'import.no-id');
    const twin = this.#linesById.get(sourcedId);
    if (twin !== undefined) return { verdict: 'duplicate', subject, message: { id: 'import.id-twice', values: { line: twin } } };
    this.#linesById.set(sourcedId, row.line);
    if (status === null) return refused(subject, 'import.status-unknown');
    if (known?.role === 'admin') return refused(subject, 'import.is-admin');
    if (status === 'gone') return this.#gone(subject, sourcedId, known);
    return this.#active({ row, sourcedId, name, email, subject, known });
  }

  /** Somebody with this address whom no file knows yet. */
  #unlinked(email: string): KnownPerson | undefined {
    const person = this.#byEmail.get(email);
    return person?.sourcedId === null ? person : undefined;
  }

  #roleOf(row: RosterRow, sourcedId: string, subject: string, known: KnownPerson | undefined): RoleOfFile {
    const word = row.get('role') || this.#roles.get(sourcedId)?.get('role') || '';
    if (word === '' && known) return { role: known.role };
    return roleFor(word, subject);
  }

  #active(person: {
    row: RosterRow;
    sourcedId: string;
    name: string;
    email: string;
    subject: string;
    known: KnownPerson | undefined;
  }): Plan {
    const { row, sourcedId, name, email, subject, known } = person;
    const found = this.#roleOf(row, sourcedId, subject, known);
    if ('plan' in found) return found.plan;
    const fault = this.#fault(person, found.role);
    if (fault) return refused(subject, fault);
    this.#linesByEmail.set(email, row.line);
    this.draft.people.set(sourcedId, { ref: known?.id ?? email, id: known?.id ?? null, name, role: found.role, isGone: false });
    return this.#planPerson(person, found.role);
  }

  #fault(
    { row, name, email, known }: { row: RosterRow; name: string; email: string; known: KnownPerson | undefined },
    role: Role,
  ): Said | null {
    if ([name, row.get('preferredGivenName')].some(hasHidden)) return 'import.name-hidden';
    if (!PersonName.safeParse(name).success) return 'import.name-unusable';
    const isMissing = isPlaceholderAddress(email);
    if (!isMissing && !Email.safeParse(email).success) return { id: 'import.address-unusable', values: { email } };
    const line = this.#linesByEmail.get(email);
    if (line !== undefined) return { id: 'import.address-twice', values: { line } };
    const holder = this.#byEmail.get(email);
    if (holder && holder.id !== known?.id) return { id: 'import.address-taken', values: { name: holder.name } };
    if (!isMissing && known?.email !== email && !isAllowedDomain(email, role, this.draft.facts.domains))
      return { id: 'import.role-domains', values: { domains: addressEnds(this.draft.facts.domains[role as 'student']) } };
    const isOther = known && known.role !== role && (known.role === 'student' || role === 'student');
    if (isOther) return { id: 'import.role-differs', values: { role: known.role, fileRole: role } };
    return isEnabled(row) === null ? { id: 'import.enabled-unknown', values: { text: row.get('enabledUser') } } : null;
  }

  #planPerson(
    {
      row,
      sourcedId,
      name,
      email,
      subject,
      known,
    }: { row: RosterRow; sourcedId: string; name: string; email: string; subject: string; known: KnownPerson | undefined },
    role: Role,
  ): Plan {
    const mayEnter = isEnabled(row) !== false;
    const { now } = this.draft.facts;
    // A known address stays when the file has none.
    const isKept = known && isPlaceholderAddress(email);
    const values = { name, role, ...(!isKept && { email }), ...(!mayEnter && { state: 'suspended' }) };
    const current = {
      name: known?.name ?? null,
      role: known?.role ?? null,
      email: known?.email ?? null,
      state: known?.state ?? null,
    };
    const message = isPlaceholderAddress(known?.email ?? email) && isPlaceholderAddress(email) ? 'import.no-invitation' : null;
    const remark = isTooLong(row) ? 'import.name-cut' : message;
    const forNew = {
      email,
      state: mayEnter ? 'active' : 'suspended',
      preferred_name: PersonName.safeParse(row.get('preferredGivenName')).data ?? null,
      created_at: now,
    };
    const plan = planAs({
      subject,
      table: 'users',
      sourcedId,
      known,
      values,
      current,
      forNew,
      forReturn: { state: mayEnter ? 'active' : 'suspended' },
      message: remark,
    });
    const isStopped = plan.verdict === 'update' && !mayEnter && known?.state !== 'suspended';
    const told: Plan = isStopped ? { ...plan, verdict: 'deactivate' as const, message: 'import.stopped' } : plan;
    if (!known || isKept || known.email === email) return told;
    return { ...told, message: movedMessage(told.message, known.email, email) };
  }

  #gone(subject: string, sourcedId: string, known: KnownPerson | undefined): Plan {
    if (!known) return unchanged(subject, 'import.deleted-unknown');
    this.draft.people.set(sourcedId, { ...foundPerson(known), isGone: true });
    if (known.archivedAt !== null) return unchanged(subject, 'import.left-already');
    return { verdict: 'deactivate', subject, message: 'import.leaves', ops: this.#leaving(known) };
  }

  /** Archives a person and takes them off everything they are on. */
  #leaving({ id }: KnownPerson): Op[] {
    const { facts, ended } = this.draft;
    const ops: Op[] = [{ kind: 'change', table: 'users', key: { id }, values: { state: 'suspended', archived_at: facts.now } }];
    for (const enrolment of this.#rollsOf(id)) {
      const end = endOf(enrolment, facts.today);
      if (end) ops.push(end);
      ended.add(enrolment.id);
    }
    for (const { sectionId } of this.#staffedBy(id))
      ops.push({ kind: 'remove', table: 'section_staff', key: { section_id: sectionId, user_id: id } });
    return ops;
  }

  #rolls: Map<number, Draft['facts']['enrolments']> | undefined;
  #rollsOf(studentId: number) {
    this.#rolls ??= groupBy(this.draft.facts.enrolments, ({ studentId: id }) => id);
    return this.#rolls.get(studentId) ?? [];
  }

  #staff: Map<number, Draft['facts']['staff']> | undefined;
  #staffedBy(userId: number) {
    this.#staff ??= groupBy(this.draft.facts.staff, ({ userId: id }) => id);
    return this.#staff.get(userId) ?? [];
  }

  /** A line of roles.csv: read with the person's own line, or the role of somebody known whose line is not in this file. */
  role(row: RosterRow): Plan {
    const sourcedId = row.get('userSourcedId');
    const line = this.#linesById.get(sourcedId);
    const known = this.#bySourcedId.get(sourcedId);
    const subject = known ? subjectOf(known.name, known.email) : (this.draft.people.get(sourcedId)?.name ?? sourcedId);
    if (line !== undefined) return unchanged(subject, { id: 'import.read-with-line', values: { line } });
    if (!known) return refused(sourcedId, 'import.person-unknown');
    if (statusOf(row) !== 'active') return unchanged(subject, 'import.role-ends');
    const found = roleFor(row.get('role'), subject);
    if ('plan' in found) return found.plan;
    if (known.role === found.role) return unchanged(subject);
    const isStaff = known.role !== 'student' && known.role !== 'admin' && found.role !== 'student';
    if (!isStaff) return refused(subject, { id: 'import.role-to-change', values: { role: known.role } });
    return {
      verdict: 'update',
      subject,
      ops: [{ kind: 'change', table: 'users', key: { id: known.id }, values: { role: found.role } }],
    };
  }

  /** People a bulk file no longer has leave. Administrators, and people who came by another way, stay. */
  missing(file: RosterFile): void {
    const { draft } = this;
    for (const known of draft.facts.people) {
      if (known.sourcedId === null || known.archivedAt !== null || known.role === 'admin' || draft.seen.users.has(known.id))
        continue;
      draft.people.set(known.sourcedId, { ...foundPerson(known), isGone: true });
      draft.addMissing(file, subjectOf(known.name, known.email), this.#leaving(known));
    }
  }
}

function groupBy<Row>(rows: Row[], key: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** The change that ends an enrolment yesterday; one that has not begun is taken away. Null when it has ended. */
export function endOf(
  { id, fromDay, untilDay }: { id: number; fromDay: string; untilDay: string | null },
  today: string,
): Op | null {
  if (untilDay !== null && untilDay < today) return null;
  if (fromDay > today) return { kind: 'remove', table: 'enrolments', key: { id } };
  const yesterday = addDays(today, -1);
  const last = yesterday < fromDay ? fromDay : yesterday;
  return last === untilDay ? null : { kind: 'change', table: 'enrolments', key: { id }, values: { until_day: last } };
}
