/**
 * Whose an address is to be, by a file of people. One that several people of the file have is nobody's, as is what is no address. One
 * that its holder no longer has by this file, or left with, is given on, in whatever order the rows come.
 */
import { placeholderAddress } from '#domain/person/placeholder-address';
import { Email } from '#domain/person/user';
import type { Said } from '#domain/words/message';
import type { Op } from '../import';
import type { KnownPerson } from '../import-enrolments';
import { writtenAddress } from '../import-remarks';
import { type SchoolFacts, standing } from './draft';
import { type RosterFile, statusOf } from './files';
import type { RosterRow } from './table';

/** What is written for none although it could be an address. */
const STANDS_FOR_NONE = /^(none|null|n\.?a|unknown|no-?e?mail|noreply)@/;

/** An address, or none and why: nothing to say when the cell is empty. */
export type WrittenAddress = { email: string | null; remark: Said | null };

/** What the file has for an address, as one is kept where it is one. */
function addressIn(row: RosterRow): string {
  const text = writtenAddress(row.get('email'));
  return Email.safeParse(text).data ?? text.toLowerCase();
}

/** Whether names are one but for capitals. */
export const isSameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export class Addresses {
  readonly #holders = new Map<string, KnownPerson>();
  /** Address of each person of the file who is active, by sourcedId. */
  readonly #wanted = new Map<string, string>();
  readonly #idsByAddress = new Map<string, Set<string>>();
  readonly #ids = new Set<string>();
  readonly #released = new Map<number, string>();
  readonly #isBulk: boolean;
  /** Whether the file has the id of nobody who came by one before. */
  readonly isOtherSystem: boolean;

  /** @param isOne whether a row is of somebody whom Muster takes */
  constructor(
    readonly facts: SchoolFacts,
    file: RosterFile | undefined,
    isOne: (row: RosterRow) => boolean,
  ) {
    this.#isBulk = file?.mode === 'bulk';
    for (const person of facts.people) this.#holders.set(person.email, person);
    for (const row of file?.rows ?? []) this.#note(row, isOne(row));
    const isLinked = facts.people.some(({ sourcedId }) => sourcedId !== null);
    this.isOtherSystem = this.#isBulk && isLinked && !facts.people.some((one) => this.isInFile(one));
  }

  #note(row: RosterRow, isOne: boolean): void {
    const id = row.get('sourcedId');
    this.#ids.add(id);
    const email = addressIn(row);
    if (!isOne || statusOf(row) !== 'active' || email === '') return;
    if (!this.#wanted.has(id)) this.#wanted.set(id, email);
    this.#idsByAddress.set(email, (this.#idsByAddress.get(email) ?? new Set()).add(id));
  }

  /** Whether the file has somebody under their own id. */
  isInFile({ sourcedId }: KnownPerson): boolean {
    return sourcedId !== null && this.#ids.has(sourcedId);
  }

  /** Whether an address is somebody's, or that of an account that was merged into theirs. */
  isTheirs(email: string, person: KnownPerson): boolean {
    const holder = this.#holders.get(email);
    return holder !== undefined && standing(this.facts, holder).id === person.id;
  }

  /** The address of a row. */
  written(row: RosterRow): WrittenAddress {
    const text = row.get('email');
    const email = addressIn(row);
    if (email === '') return { email: null, remark: null };
    if (STANDS_FOR_NONE.test(email) || !Email.safeParse(email).success)
      return { email: null, remark: { id: 'import.address-none', values: { text } } };
    const isShared = (this.#idsByAddress.get(email)?.size ?? 0) > 1;
    return isShared ? { email: null, remark: { id: 'import.address-shared', values: { text } } } : { email, remark: null };
  }

  /** Who plainly is the person of a row whose id nobody has: the holder of the address, unless the file has them under their own id,
   *  or they are of another name while the file goes by the ids that are known. */
  sameAs(email: string, name: string): KnownPerson | undefined {
    const found = this.#holders.get(email);
    const holder = found && standing(this.facts, found);
    return holder && (this.mayBeRenamed(holder) || this.mayBe(holder, name)) ? holder : undefined;
  }

  /** Whether somebody of that name can be a row's person: nobody whom the file has under their own id. */
  mayBe(holder: KnownPerson, name: string): boolean {
    return !this.isInFile(holder) && isSameName(holder.name, name);
  }

  /** Whether somebody can be a row's person although its name is another: in a file that does not go by the ids that are known, or who
   *  came by another way. */
  mayBeRenamed(holder: KnownPerson): boolean {
    const isUnlinked = holder.sourcedId === null && holder.archivedAt === null;
    return !this.isInFile(holder) && (this.isOtherSystem || isUnlinked);
  }

  /** The address that somebody has once the rows so far are applied. */
  currentOf(person: KnownPerson): string {
    return this.#released.get(person.id) ?? person.email;
  }

  /** Whether a person's address can become another's. */
  #isFree(holder: KnownPerson, email: string): boolean {
    if (holder.role === 'admin') return false;
    if (holder.archivedAt !== null) return true;
    if (holder.sourcedId === null) return false;
    return this.isInFile(holder) ? this.#wanted.get(holder.sourcedId) !== email : this.#isBulk;
  }

  /** Gives an address to a person, new or known.
   *  @returns what has to come first, or whose it stays */
  take(email: string, known: KnownPerson | undefined): { before: Op[] } | { holder: KnownPerson } {
    const holder = this.#holders.get(email);
    if (holder?.id === known?.id && known) return { before: [] };
    if (holder && !this.#isFree(holder, email)) return { holder };
    if (known && this.#holders.get(known.email)?.id === known.id) this.#holders.delete(known.email);
    this.#holders.delete(email);
    return { before: holder ? [this.#release(holder)] : [] };
  }

  #release({ id }: KnownPerson): Op {
    const email = placeholderAddress(`former-${id}`);
    this.#released.set(id, email);
    return { kind: 'change', table: 'users', key: { id }, values: { email } };
  }
}
