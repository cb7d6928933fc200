/** Who somebody of a file is whose id nobody has: by the address, then by the number, then by the user name, in another system's file
 *  also by the name alone. What could be several people, or may be one, is asked. */
import { groupBy } from '#domain/group';
import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import type { Answers } from '../import';
import type { KnownPerson } from '../import-enrolments';
import type { Addresses } from './addresses';
import { type SchoolFacts, standing } from './draft';
import type { RosterFile } from './files';
import { numberIn } from './numbers';
import type { RosterRow } from './table';
import { nameIn } from './words';

const localPart = (address: string) => address.split('@')[0]?.toLowerCase() ?? '';
const folded = (name: string) => name.toLowerCase();

/** Who a row plainly is, or who it may be. */
export type Identity = {
  known: KnownPerson | undefined;
  candidates: KnownPerson[];
  /** The answer was somebody who was said to be another row's person. */
  isTaken?: boolean;
};

/** One is who it is, several are asked about. */
const identityOf = (found: KnownPerson[]): Identity =>
  found.length > 1 ? { known: undefined, candidates: found } : { known: found[0], candidates: [] };

/** A row whose id nobody has. */
type Unknown = { row: RosterRow; email: string; name: string };

export class Identities {
  readonly #byNumber: Map<string, KnownPerson[]>;
  readonly #byUserName: Map<string, KnownPerson[]>;
  readonly #byName: Map<string, KnownPerson[]>;
  readonly #namesakes: Map<string, RosterRow[]>;
  /** Who was said to be a row's person. */
  readonly #answered = new Set<number>();

  constructor(
    readonly facts: SchoolFacts,
    file: RosterFile | undefined,
    readonly addresses: Addresses,
    readonly answers: Answers,
  ) {
    const { people, merged } = facts;
    const own = people.filter(({ id }) => !merged.has(id));
    this.#byNumber = groupBy(people, ({ studentNumber }) => studentNumber ?? '');
    this.#byUserName = groupBy(own, ({ email }) => localPart(email));
    this.#byName = groupBy(own, ({ name }) => folded(name));
    this.#namesakes = groupBy(file?.rows ?? [], (row) => folded(nameIn(row)));
  }

  /** @param isFree whether somebody is not yet another row's person */
  find(unknown: Unknown, isFree: (person: KnownPerson) => boolean): Identity {
    const found = this.#findOrAsk(unknown, isFree);
    const { candidates } = found;
    const answer = this.answers[unknown.row.get('sourcedId')];
    if (candidates.length === 0 || answer === undefined) return found;
    const known = candidates.find(({ id }) => id === answer);
    if (known && this.#answered.has(known.id)) return { known: undefined, candidates, isTaken: true };
    if (known) this.#answered.add(known.id);
    return { known, candidates: [] };
  }

  /** With those who were answered for another row, so that every question stays the one that was asked. */
  #findOrAsk(unknown: Unknown, isFree: (person: KnownPerson) => boolean): Identity {
    const found = this.#find(unknown, (person) => isFree(person) || this.#answered.has(person.id));
    const isAnswered = found.known !== undefined && this.#answered.has(found.known.id);
    return isAnswered && found.known ? { known: undefined, candidates: [found.known] } : found;
  }

  #find({ row, email, name }: Unknown, isFree: (person: KnownPerson) => boolean): Identity {
    const number = numberIn(row);
    const numbered = number === '' ? [] : this.#holdersOf(number).filter(isFree);
    const byAddress = [this.addresses.sameAs(email, name)].filter((one) => one !== undefined).filter(isFree);
    const byNumber = numbered.filter((one) => this.addresses.mayBe(one, name));
    const plain = new Set([...byAddress, ...byNumber]);
    // A number under another name says who somebody may be, and no more.
    const renamed = numbered.filter((one) => this.addresses.mayBeRenamed(one));
    if (plain.size > 0) return identityOf([...new Set([...plain, ...(this.addresses.isOtherSystem ? renamed : [])])]);
    const named = this.#named(row, name).filter(isFree);
    if (named.length > 0) return identityOf(named);
    if (renamed.length > 0) return { known: undefined, candidates: renamed };
    return this.#byNameAlone({ row, email, name }, isFree);
  }

  /** Those who have a number, or have it from an account that was merged into theirs. */
  #holdersOf(number: string): KnownPerson[] {
    return [...new Set(this.#byNumber.get(number)?.map((one) => standing(this.facts, one)))];
  }

  /** A user name is the first part of an address; it says who somebody is together with their name alone. */
  #named(row: RosterRow, name: string): KnownPerson[] {
    const userName = localPart(row.get('username'));
    const holders = userName === '' ? [] : (this.#byUserName.get(userName) ?? []);
    return holders.filter((one) => this.addresses.mayBe(one, name) && folded(one.name) === folded(name));
  }

  /** In a file of another system, for those who have no address here or there: one of the name is who it is, if the file has no other. */
  #byNameAlone({ email, name }: Unknown, isFree: (person: KnownPerson) => boolean): Identity {
    if (!this.addresses.isOtherSystem) return identityOf([]);
    const isOne = (one: KnownPerson) =>
      one.archivedAt === null && isFree(one) && (isPlaceholderAddress(email) || isPlaceholderAddress(one.email));
    const found = (this.#byName.get(folded(name)) ?? []).filter(isOne);
    const isAlone = this.#namesakes.get(folded(name))?.length === 1;
    return isAlone ? identityOf(found) : { known: undefined, candidates: found };
  }
}
