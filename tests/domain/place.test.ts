/** Whether check-ins came from one place: what networks tell, and what they do not. */
import { expect, test } from 'vitest';
import { countPlaces, placesOf } from '#domain/place';

/** Networks of students 1, 2, 3 … as a word with a letter for each. */
function placesIn(word: string): string {
  const networks = new Map([...word].map((network, index) => [index + 1, network]));
  const places = placesOf(networks);
  return [...networks.keys()].map((studentId) => places.get(studentId)?.[0] ?? '-').join('');
}

test.for([
  ['a class in one room', 'aaaa', 'tttt'],
  ['one from elsewhere', 'aabaa', 'ttatt'],
  ['some from another place', 'aaaabb', 'ttttaa'],
  ['some on mobile data, each on a network of its own', 'aaabcd', 'tttaaa'],
  ['two halves', 'abab', 'tata'],
  ['all on mobile data: there is no place to be apart from', 'abcd', '----'],
  ['few on one network by chance', 'aabcde', '------'],
  ['two students apart: neither is the class', 'ab', '--'],
  ['one student', 'a', '-'],
  ['nobody', '', ''],
] as const)('%s: %s', ([, word, places]) => {
  expect(placesIn(word)).toBe(places);
});

test('counts leave out those whose place is not known', () => {
  const rows = (['together', 'apart', null, 'together'] as const).map((place) => ({ place }));
  expect(countPlaces(rows)).toEqual({ together: 2, apart: 1 });
});
