/** A name by its parts, for files that keep them apart and for lists in the order of one of them. */

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
