/**
 * People of a OneRoster file. They come in active and without a password: nobody can sign in before an invitation. No file makes or
 * changes an administrator. A person without an address is taken all the same, because they can be marked.
 */

import { isPlaceholderAddress, placeholderAddress } from '#domain/person/placeholder-address';
import { addressEnds, isAllowedDomain, PersonName, type Role } from '#domain/person/user';
import { hasHidden, plainLine } from '#domain/text';
import type { Said } from '#domain/words/message';
import type { Answers, Op, OpValues } from '../import';
import type { KnownPerson } from '../import-enrolments';
import { withRemark } from '../import-remarks';
import { Addresses, isSameName } from './addresses';
import { type Draft, foundPerson, type Plan, planAs, refused, standing, unchanged } from './draft';
import { type Roster, type RosterFile, statusOf } from './files';
import { Identities, type Identity } from './identity';
import { Leavers } from './leavers';
import { Numbers } from './numbers';
import { keptRole, movedMessage, roleStays, subjectOf } from './person-remarks';
import type { RosterRow } from './table';
import {
  familyNameIn,
  isEnabled,
  isFamily,
  isOfAdmins,
  isTooLong,
  nameIn,
  type RoleOfFile,
  roleFor,
  rolesByPerson,
} from './words';

/** A row that is about an administrator. */
type Admin = { sourcedId: string; name: string; status: ReturnType<typeof statusOf>; known: KnownPerson };

/** A person as a row of the file has them. */
type Person = {
  row: RosterRow;
  sourcedId: string;
  name: string;
  email: string;
  subject: string;
  known: KnownPerson | undefined;
  /** Null where the row has none that can be taken. */
  number: string | null;
  /** Why there is no address, or no number; or that the row's id is of an account that was merged into theirs. */
  remark: Said | null;
  isMerged: boolean;
};

/** What is to be said of somebody who comes in all the same. */
function remarkOn({ row, email, remark }: Person, currentEmail: string | null): Said | null {
  if (remark) return remark;
  if (isTooLong(row)) return 'import.name-cut';
  return isPlaceholderAddress(email) && isPlaceholderAddress(currentEmail ?? email) ? 'import.no-invitation' : null;
}

/** What the columns of a person are now. */
function currentOf(known: KnownPerson | undefined): OpValues {
  const { name = null, familyName = null, role = null, studentNumber = null, state = null } = known ?? {};
  return { name, family_name: familyName, role, student_number: studentNumber, state };
}

/** Plans users.csv and roles.csv together. */
export class PeoplePlanner {
  readonly #bySourcedId = new Map<string, KnownPerson>();
  readonly #addresses: Addresses;
  readonly #numbers: Numbers;
  readonly #identities: Identities;
  readonly #leavers: Leavers;
  readonly #linesById = new Map<string, number>();
  readonly #roles: Map<string, RosterRow>;
  /** Kept accounts that rows of merged ones were about. */
  readonly #spokenFor = new Set<number>();

  constructor(
    readonly draft: Draft,
    { users, roles }: Roster['files'],
    answers: Answers,
  ) {
    this.#roles = rolesByPerson(roles);
    this.#leavers = new Leavers(draft);
    const isOne = (row: RosterRow) => !isFamily(this.#roleWord(row));
    this.#addresses = new Addresses(draft.facts, users, isOne);
    this.#numbers = new Numbers(draft.facts, users, isOne);
    this.#identities = new Identities(draft.facts, users, this.#addresses, answers);
    for (const person of draft.facts.people)
      if (person.sourcedId) this.#bySourcedId.set(person.sourcedId, standing(draft.facts, person));
  }

  #roleWord(row: RosterRow): string {
    return row.get('role') || (this.#roles.get(row.get('sourcedId'))?.get('role') ?? '');
  }

  user(row: RosterRow): Plan {
    const sourcedId = row.get('sourcedId');
    const name = nameIn(row);
    const address = this.#addresses.written(row);
    const email = address.email ?? placeholderAddress(sourcedId);
    const subject = subjectOf(plainLine(name), email);
    const { known, candidates, isTaken = false } = this.#identify(row, email, name);
    if (known) this.draft.seen.users.add(known.id);
    const status = statusOf(row);
    if (sourcedId === '') return refused(subject, 'import.no-id');
    const twin = this.#linesById.get(sourcedId);
    if (twin !== undefined) return { verdict: 'duplicate', subject, message: { id: 'import.id-twice', values: { line: twin } } };
    this.#linesById.set(sourcedId, row.line);
    if (status === null) return refused(subject, 'import.status-unknown');
    const isMerged = known !== undefined && this.draft.mergedIds.has(sourcedId);
    const merged: Said = { id: 'import.merged-here', values: { name: known?.name ?? '' } };
    if (isMerged && !this.#speaksFor(known, status)) return unchanged(subject, merged);
    if (known?.role === 'admin') return this.#admin(subject, { sourcedId, name, status, known });
    if (status === 'gone') return this.#gone(subject, sourcedId, known);
    if (candidates.length > 0) {
      this.draft.ask(sourcedId, subject, candidates);
      return refused(subject, isTaken ? 'import.person-taken' : 'import.who-is-it');
    }
    const { number, remark } = this.#numbers.written(row, known);
    const own = isMerged && this.#addresses.isTheirs(email, known) ? known.email : email;
    const said = isMerged ? merged : (address.remark ?? remark);
    return this.#active({ row, sourcedId, name, email: own, subject, known, number, remark: said, isMerged });
  }

  /** Whether the row of an account that was merged is what the file says of the one that was kept: where that has no row of its own, and
   *  once. It never makes them leave. */
  #speaksFor(kept: KnownPerson, status: ReturnType<typeof statusOf>): boolean {
    const isFirst = !this.#spokenFor.has(kept.id);
    this.#spokenFor.add(kept.id);
    return isFirst && status !== 'gone' && !this.#addresses.isInFile(kept);
  }

  /** By the id, or as somebody known by another one or by none. */
  #identify(row: RosterRow, email: string, name: string): Identity {
    const known = this.#bySourcedId.get(row.get('sourcedId'));
    if (known) return { known, candidates: [] };
    return this.#identities.find({ row, email, name }, ({ id }) => !this.draft.seen.users.has(id));
  }

  /** An administrator is who they are here; what they teach or study is the file's. Somebody of another name is not they. */
  #admin(subject: string, { sourcedId, name, status, known }: Admin): Plan {
    const isThey = known.sourcedId === sourcedId || isSameName(known.name, name);
    if (status !== 'active' || !isThey) return refused(subject, 'import.is-admin');
    this.draft.people.set(sourcedId, foundPerson(known));
    return unchanged(subject, 'import.admin-stays');
  }

  #roleOf(row: RosterRow, subject: string, known: KnownPerson | undefined): RoleOfFile {
    const word = this.#roleWord(row);
    return known && (word === '' || isOfAdmins(word)) ? { role: known.role } : roleFor(word, subject);
  }

  #active(person: Person): Plan {
    const { row, subject, known } = person;
    const found = this.#roleOf(row, subject, known);
    if ('plan' in found) return found.plan;
    const role = known ? keptRole(known.role, found.role) : found.role;
    const fault = this.#fault(person, role);
    if (fault) return refused(subject, fault);
    const plan = this.#planPerson(this.#withAddress(person), role);
    return role === found.role ? plan : { ...plan, message: withRemark(roleStays(role, found.role), plan.message) };
  }

  #fault({ row, name, email, known }: Person, role: Role): Said | null {
    if ([name, row.get('preferredGivenName')].some(hasHidden)) return 'import.name-hidden';
    if (!PersonName.safeParse(name).success) return 'import.name-unusable';
    if (!isPlaceholderAddress(email) && known?.email !== email && !isAllowedDomain(email, role, this.draft.facts.domains))
      return { id: 'import.role-domains', values: { domains: addressEnds(this.draft.facts.domains[role as 'student']) } };
    return isEnabled(row) === null ? { id: 'import.enabled-unknown', values: { text: row.get('enabledUser') } } : null;
  }

  /** The person with the address of the row, or without one where it stays somebody else's. */
  #withAddress(person: Person): Person & { before: Op[] } {
    const { email, known, sourcedId } = person;
    if (isPlaceholderAddress(email)) return { ...person, before: [] };
    const taken = this.#addresses.take(email, known);
    if ('before' in taken) return { ...person, before: taken.before };
    const remark: Said = { id: 'import.address-held', values: { text: email, name: taken.holder.name } };
    return { ...person, email: placeholderAddress(sourcedId), remark, before: [] };
  }

  #planPerson(person: Person & { before: Op[] }, role: Role): Plan {
    const { row, sourcedId, name, email, subject, known, before, number, isMerged } = person;
    this.draft.people.set(sourcedId, { ref: known?.id ?? email, id: known?.id ?? null, name, role, isGone: false });
    const mayEnter = isEnabled(row) !== false;
    const currentEmail = known ? this.#addresses.currentOf(known) : null;
    // A known address stays when the file has none.
    const isKept = known && isPlaceholderAddress(email);
    const state = mayEnter ? 'active' : 'suspended';
    const plan = planAs({
      subject,
      table: 'users',
      sourcedId: isMerged ? null : sourcedId,
      known,
      before,
      values: {
        ...{ name, family_name: familyNameIn(row, name), role },
        ...(!isKept && { email }),
        ...(number !== null && { student_number: number }),
        ...(!mayEnter && { state }),
      },
      current: { ...currentOf(known), email: currentEmail },
      forNew: {
        email,
        state,
        preferred_name: PersonName.safeParse(row.get('preferredGivenName')).data ?? null,
        created_at: this.draft.facts.now,
      },
      forReturn: { state },
      message: remarkOn(person, currentEmail),
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
    return { verdict: 'deactivate', subject, message: 'import.leaves', ops: this.#leavers.leaving(known) };
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
    if (keptRole(known.role, found.role) === known.role) return unchanged(subject, roleStays(known.role, found.role));
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
      const isKept = draft.seen.users.has(known.id) || draft.asked.has(known.id);
      if (known.sourcedId === null || known.archivedAt !== null || known.role === 'admin' || isKept) continue;
      draft.people.set(known.sourcedId, { ...foundPerson(known), isGone: true });
      draft.addMissing(file, subjectOf(known.name, known.email), this.#leavers.leaving(known));
    }
  }
}
