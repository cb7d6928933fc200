/** The hash chain: whatever is altered, removed or moved, verifying says where. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_SEAL, type SealedEvent, sealOf, verifyChain } from '#domain/event-chain';

const event = (id: number, given: Partial<SealedEvent> = {}): SealedEvent => ({
  id,
  classSessionId: 1,
  studentId: id,
  fromStatus: null,
  toStatus: 'present',
  source: 'qr',
  version: 1,
  note: null,
  reason: null,
  claimId: null,
  actionId: null,
  actorId: id,
  actorName: `Student ${id}`,
  actorRole: 'student',
  at: 1_000 + id,
  ...given,
});

type Link = Parameters<typeof verifyChain>[1][number];

async function sealed(events: SealedEvent[]) {
  const links: Link[] = [];
  let seal = FIRST_SEAL;
  for (const one of events) {
    seal = await sealOf(seal, one);
    links.push({ eventId: one.id, seal, event: one });
  }
  return links;
}

const FIVE = [1, 2, 3, 4, 5].map((id) => event(id));

test('an untouched chain ends in its last seal', async () => {
  const links = await sealed(FIVE);
  expect(await verifyChain(FIRST_SEAL, links)).toEqual(links.at(-1)?.seal);
  expect(await verifyChain(FIRST_SEAL, [])).toEqual(FIRST_SEAL);
});

test('a chain may be verified in parts', async () => {
  const links = await sealed(FIVE);
  const middle = await verifyChain(FIRST_SEAL, links.slice(0, 2));
  expect(middle).toBeInstanceOf(Uint8Array);
  expect(await verifyChain(middle as typeof FIRST_SEAL, links.slice(2))).toEqual(links.at(-1)?.seal);
});

const CHANGES: Partial<SealedEvent>[] = [
  { classSessionId: 2 },
  { studentId: 99 },
  { fromStatus: 'absent' },
  { toStatus: 'late' },
  { toStatus: null },
  { source: 'teacher' },
  { version: 2 },
  { note: 'x' },
  { reason: 'x' },
  { claimId: 'x' },
  { actionId: 'x' },
  { actorId: null },
  { actorName: 'Somebody else' },
  { actorRole: 'admin' },
  { at: 0 },
];

test.for(CHANGES)('an event altered to %o is found', async (change) => {
  const links = await sealed(FIVE);
  const altered = links.map((link) => (link.eventId === 3 ? { ...link, event: event(3, change) } : link));
  expect(await verifyChain(FIRST_SEAL, altered)).toEqual({ eventId: 3, fault: 'altered' });
});

test('every field of an event is sealed', () => {
  const named = new Set(CHANGES.flatMap((change) => Object.keys(change)));
  expect([...named, 'id'].sort()).toEqual(Object.keys(event(1)).sort());
});

test('a removed event is found, also when its seal goes with it', async () => {
  const links = await sealed(FIVE);
  const without = links.map((link) => (link.eventId === 3 ? { ...link, event: null } : link));
  expect(await verifyChain(FIRST_SEAL, without)).toEqual({ eventId: 3, fault: 'missing' });
  expect(
    await verifyChain(
      FIRST_SEAL,
      links.filter(({ eventId }) => eventId !== 3),
    ),
  ).toEqual({ eventId: 4, fault: 'altered' });
  expect(await verifyChain(FIRST_SEAL, links.slice(1))).toEqual({ eventId: 2, fault: 'altered' });
});

test('events that change places are found', async () => {
  const [first, second, ...rest] = await sealed(FIVE);
  const swapped = [{ ...first, event: second?.event }, { ...second, event: first?.event }, ...rest] as Link[];
  expect(await verifyChain(FIRST_SEAL, swapped)).toEqual({ eventId: 1, fault: 'altered' });
});

test('what moves from one field to the next is found', async () => {
  const plain = await sealOf(FIRST_SEAL, event(1, { note: 'a', reason: 'b' }));
  for (const other of [
    { note: 'a,b', reason: null },
    { note: 'b', reason: 'a' },
    { note: 'a"', reason: 'b' },
  ])
    expect(await sealOf(FIRST_SEAL, event(1, other))).not.toEqual(plain);
});

test('one bit changed in any seal is found at its place', async () => {
  const links = await sealed(FIVE);
  await fc.assert(
    fc.asyncProperty(fc.nat(4), fc.nat(31), fc.nat(7), async (place, byte, bit) => {
      const forged = links.map((link) => ({ ...link, seal: new Uint8Array(link.seal) }));
      const seal = forged[place]?.seal as Uint8Array;
      seal[byte] = (seal[byte] ?? 0) ^ (1 << bit);
      expect(await verifyChain(FIRST_SEAL, forged)).toEqual({ eventId: place + 1, fault: 'altered' });
    }),
    { numRuns: 40 },
  );
});
