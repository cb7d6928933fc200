/** Keys of class sessions, derived once and kept while they are in use. Losing them costs a derivation, nothing more. */

import { deriveClassSessionKey, importCodeKey, signWindow } from '#domain/check-in/rotating-code';
import type { Bytes } from '#domain/encoding';

export type CodeKeys = {
  /** The key itself (32 bytes), for the screen of staff. */
  raw: (classSessionId: number, revision: number) => Promise<Bytes>;
  /** The same key, ready for signing. */
  signing: (classSessionId: number, revision: number) => Promise<CryptoKey>;
  /** What a window's mac must be (16 bytes): a whole class presents the same few windows. */
  mac: (classSessionId: number, revision: number, window: number) => Promise<Bytes>;
};

/** More class sessions than run at the same time in a large school. */
const KEYS_KEPT = 1_000;
/** A few minutes of windows for as many class sessions. */
const MACS_KEPT = 20_000;

/** Keeps the newest `limit` values; the oldest go first. A value that fails is forgotten. */
function memoise<Args extends unknown[], Value>(
  limit: number,
  create: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  const kept = new Map<string, Promise<Value>>();
  return (...args) => {
    const id = args.join('|');
    const known = kept.get(id);
    if (known) return known;
    const value = create(...args);
    kept.set(id, value);
    value.catch(() => kept.delete(id));
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
    return value;
  };
}

/** @param schoolKey root of every class session's key, 32 bytes */
export function createCodeKeys(schoolKey: Bytes): CodeKeys {
  const raw = memoise(KEYS_KEPT, (classSessionId: number, revision: number) =>
    deriveClassSessionKey(schoolKey, classSessionId, revision),
  );
  const signing = memoise(KEYS_KEPT, async (classSessionId: number, revision: number) =>
    importCodeKey(await raw(classSessionId, revision)),
  );
  const mac = memoise(MACS_KEPT, async (classSessionId: number, revision: number, window: number) =>
    signWindow(await signing(classSessionId, revision), classSessionId, window),
  );
  return { raw, signing, mac };
}
