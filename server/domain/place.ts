/**
 * Whether the check-ins of a class came from one place, as far as networks tell. A hint to look, never a verdict: a phone on mobile data
 * is on a network of its own.
 */

/** `together` with most of the class, or `apart` from it. */
export type Place = 'together' | 'apart';

/** Places of students, by the network that each one's check-in came from as it was made. The class is where at least two and no fewer
 *  than half of them are, of two halves the first; where there is no such place, nobody has one. Never throws.
 *  @param networks by student */
export function placesOf(networks: ReadonlyMap<number, string>): Map<number, Place> {
  const sizes = new Map<string, number>();
  for (const network of networks.values()) sizes.set(network, (sizes.get(network) ?? 0) + 1);
  const [room] = [...sizes].sort(([, a], [, b]) => b - a);
  if (!room || room[1] < 2 || room[1] * 2 < networks.size) return new Map();
  return new Map([...networks].map(([studentId, network]) => [studentId, network === room[0] ? 'together' : 'apart']));
}

/** How many check-ins came from either place. Never throws. */
export function countPlaces(rows: Iterable<{ place: Place | null }>): Record<Place, number> {
  const counts = { together: 0, apart: 0 };
  for (const { place } of rows) if (place) counts[place]++;
  return counts;
}
