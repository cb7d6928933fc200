/** The keyed chain: whatever is altered, removed, moved or sealed by somebody else, the first link that does not follow says so. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIN_START, judgeLink, type Link, sealAfter } from '#domain/history';
import { deriveHistoryKey } from '#server/context/history-key';

const SECRET = 'a secret of thirty-two characters';
const KEY = deriveHistoryKey(SECRET);

function sealed(contents: string[], key = KEY): Link[] {
  const links: Link[] = [];
  let last = CHAIN_START;
  for (const content of contents) {
    last = sealAfter(key, last, { record: 'mark', content });
    links.push({ ...last, record: 'mark', content });
  }
  return links;
}

/** The first link that does not follow, or null. */
function firstFault(links: Link[]) {
  let last = CHAIN_START;
  for (const link of links) {
    const fault = judgeLink(KEY, last, link);
    if (fault) return { position: link.position, fault };
    last = link;
  }
  return null;
}

const FIVE = [1, 2, 3, 4, 5].map((id) => JSON.stringify([id, 'present', null, `Student ${id}`]));
const changed = (links: Link[], position: number, change: Partial<Link>) =>
  links.map((link) => (link.position === position ? { ...link, ...change } : link));

test('an untouched chain follows from its beginning', () => {
  expect(firstFault(sealed(FIVE))).toBeNull();
});

test.for([
  ['another status', [3, 'late', null, 'Student 3']],
  ['a text for null', [3, 'present', '', 'Student 3']],
  ['a text for a number', ['3', 'present', null, 'Student 3']],
  ['a value that moves to the next column', [3, null, 'present', 'Student 3']],
  ['a column more', [3, 'present', null, 'Student 3', null]],
] as const)('a record with %s is found', ([, content]) => {
  const links = changed(sealed(FIVE), 3, { content: JSON.stringify(content) });
  expect(firstFault(links)).toEqual({ position: 3, fault: 'altered' });
});

test('a record of another kind, a record gone and a seal gone are found', () => {
  const links = sealed(FIVE);
  expect(firstFault(changed(links, 3, { record: 'audit' }))).toEqual({ position: 3, fault: 'altered' });
  expect(firstFault(changed(links, 3, { content: null }))).toEqual({ position: 3, fault: 'missing' });
  expect(firstFault(links.filter(({ position }) => position !== 3))).toEqual({ position: 4, fault: 'missing-seal' });
  expect(firstFault(links.slice(1))).toEqual({ position: 2, fault: 'missing-seal' });
});

test('records that change places are found, also when those after them move up', () => {
  const links = sealed(FIVE);
  const [first, second] = links as [Link, Link];
  const swapped = changed(changed(links, 1, { content: second.content }), 2, { content: first.content });
  expect(firstFault(swapped)).toEqual({ position: 1, fault: 'altered' });
  const closedUp = links.filter(({ position }) => position !== 2).map((link, index) => ({ ...link, position: index + 1 }));
  expect(firstFault(closedUp)).toEqual({ position: 2, fault: 'altered' });
});

test('a chain that somebody computes without the key does not follow from its first link', () => {
  const other = sealed(FIVE, deriveHistoryKey('another secret of 32 characters .'));
  expect(firstFault(other)).toEqual({ position: 1, fault: 'altered' });
  expect(firstFault(sealed(FIVE, deriveHistoryKey(SECRET)))).toBeNull();
});

test('a seal covers its place, its kind and the seal before', () => {
  expect(sealAfter((text) => text, { position: 4, hash: 'abc' }, { record: 'audit', content: '[7]' })).toEqual({
    position: 5,
    hash: 'abc|5|audit|[7]',
  });
});

test('one character changed in any seal is found at its place', () => {
  const links = sealed(FIVE);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(63), (position, at) => {
      const { hash = '' } = links[position - 1] ?? {};
      const forged = hash.slice(0, at) + (hash[at] === '0' ? '1' : '0') + hash.slice(at + 1);
      expect(firstFault(changed(links, position, { hash: forged }))).toEqual({ position, fault: 'altered' });
    }),
  );
});
