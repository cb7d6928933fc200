/** A name by its parts, for files that keep them apart and for lists in the order of one of them. */
import { nameOrder } from '#domain/words/intl';

/** What a list of people is in the order of. */
export const NAME_ORDERS = ['given', 'family'] as const;
export type NameOrder = (typeof NAME_ORDERS)[number];

/** A name, and the family name where it is known to be more than the last word. */
export type Named = { name: string; familyName: string | null };

/** Given and family name. A single word is a given name. A family name that the name no longer holds does not count. */
export function nameParts({ name, familyName: family }: Named): { givenName: string; familyName: string } {
  if (family && name.endsWith(` ${family}`)) return { givenName: name.slice(0, -family.length - 1), familyName: family };
  const last = name.lastIndexOf(' ');
  return last < 0 ? { givenName: name, familyName: '' } : { givenName: name.slice(0, last), familyName: name.slice(last + 1) };
}

/** How a school sorts names: by which part, and in the alphabet of which language (BCP 47). */
export type NameSorting = { sortNames: NameOrder; locale: string };

function sortName(person: Named, order: NameOrder): string {
  if (order === 'given') return person.name;
  const { givenName, familyName } = nameParts(person);
  return familyName === '' ? givenName : `${familyName}, ${givenName}`;
}

/** People as the school sorts them. Those of one name keep their order. Never throws.
 *  @param people each with a name, and a family name where it is more than the last word */
export function sortedByName<Person extends Named>(people: readonly Person[], { sortNames, locale }: NameSorting): Person[] {
  const compare = nameOrder(locale);
  const keyed = people.map((person) => ({ person, key: sortName(person, sortNames) }));
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ person }) => person);
}
