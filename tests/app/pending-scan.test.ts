/** A scan made while signed out survives the way through sign-in, and no more than a day. */
import { expect, test, vi } from 'vitest';
import { forgetPendingScan, keepPendingScan, pendingScan } from '#app/offline/pending-scan';
import { createToken, importCodeKey } from '#domain/check-in/rotating-code';
import { DAY_MS } from '#domain/duration';

const token = await createToken(await importCodeKey(new Uint8Array(32)), 7, 100);
const NOW = 1_790_000_000_000;

/** A store in memory, of which writing may be forbidden as in a private window. */
function store({ isFull = false } = {}) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem(key: string, value: string) {
      if (isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      items.set(key, value);
    },
  };
}

function useStores({ local = store(), session = store() } = {}) {
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', session);
  return { local, session };
}

test('a kept scan is found until it is forgotten', () => {
  useStores();
  expect(pendingScan(NOW)).toBeNull();
  expect(keepPendingScan([token], NOW)).toBe(true);
  expect(pendingScan(NOW + 60_000)).toEqual({ tokens: [token], arrivedAt: NOW });
  forgetPendingScan();
  expect(pendingScan(NOW)).toBeNull();
});

test('it lasts a day, to the millisecond', () => {
  const { local } = useStores();
  keepPendingScan([token], NOW);
  expect(pendingScan(NOW + DAY_MS)).not.toBeNull();
  expect(pendingScan(NOW + DAY_MS + 1)).toBeNull();
  expect(local.items.size).toBe(0);
});

test('a newer scan takes the place of an older one', () => {
  useStores();
  keepPendingScan([token], NOW);
  keepPendingScan([token, token], NOW + 1);
  expect(pendingScan(NOW + 2)?.tokens).toHaveLength(2);
});

test('where the browser lets one store only, that one serves', () => {
  const { session } = useStores({ local: store({ isFull: true }) });
  expect(keepPendingScan([token], NOW)).toBe(true);
  expect(session.items.size).toBe(1);
  expect(pendingScan(NOW)).not.toBeNull();
});

test('a browser that keeps nothing says so', () => {
  useStores({ local: store({ isFull: true }), session: store({ isFull: true }) });
  expect(keepPendingScan([token], NOW)).toBe(false);
  expect(pendingScan(NOW)).toBeNull();
});

test.each(['', 'not json', '{}', '{"tokens":["nonsense"],"arrivedAt":1}'])(
  'what somebody else left there is not taken for a scan: %j',
  (text) => {
    const { local } = useStores();
    local.items.set('muster.pending-scan', text);
    expect(pendingScan(NOW)).toBeNull();
  },
);
