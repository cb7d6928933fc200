/** Who somebody of a file is whose id nobody has: by the address, then by the number, then by the user name. */
import { groupBy } from '#domain/group';
import type { KnownPerson } from '../import-enrolments';
import type { Addresses } from './addresses';
import type { SchoolFacts } from './draft';
import { numberIn } from './numbers';
import type { RosterRow } from './table';

const localPart = (address: string) => address.split('@')[0]?.toLowerCase() ?? '';

export class Identities {
  readonly #byNumber: Map<string, KnownPerson[]>;
  readonly #byUserName: Map<string, KnownPerson[]>;

  constructor(
    facts: SchoolFacts,
    readonly addresses: Addresses,
  ) {
    this.#byNumber = groupBy(facts.people, ({ studentNumber }) => studentNumber ?? '');
    this.#byUserName = groupBy(facts.people, ({ email }) => localPart(email));
  }

  /** Those whom a row may mean: nobody, the one it plainly is, or several. */
  find(row: RosterRow, email: string, name: string): KnownPerson[] {
    const byAddress = this.addresses.sameAs(email, name);
    const number = numberIn(row);
    const byNumber = number === '' ? [] : this.#possible(this.#byNumber.get(number), name);
    const found = new Set([...(byAddress ? [byAddress] : []), ...byNumber]);
    return found.size > 0 ? [...found] : this.#byName(row, name);
  }

  #possible(holders: KnownPerson[] | undefined, name: string): KnownPerson[] {
    return (holders ?? []).filter((one) => this.addresses.mayBe(one, name));
  }

  /** A user name is the first part of an address; it says who somebody is together with their name alone. */
  #byName(row: RosterRow, name: string): KnownPerson[] {
    const userName = localPart(row.get('username'));
    if (userName === '') return [];
    const isNamed = (one: KnownPerson) => one.name.toLowerCase() === name.toLowerCase();
    return this.#possible(this.#byUserName.get(userName), name).filter(isNamed);
  }
}
