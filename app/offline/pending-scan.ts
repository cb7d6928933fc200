/**
 * A scan that could not be handed in at once, because nobody was signed in: kept on this device until it is, for a day at most.
 * It says when a code was on screen and nothing of a person, so whoever signs in next hands it in as their own claim.
 */
import { WINDOWS_OFFLINE } from '#domain/check-in/check-in';
import { tokenFromScan } from '#domain/check-in/rotating-code';
import { DAY_MS } from '#domain/duration';

const KEY = 'muster.pending-scan';

/** One to three tokens of one class session, and when they came, in epoch ms of this device. */
export type PendingScan = { tokens: string[]; arrivedAt: number };

const isToken = (text: unknown) => typeof text === 'string' && tokenFromScan(text) === text;

/** Any page of this origin may have written there: what is no scan is nothing. */
function isPendingScan(kept: Partial<PendingScan> | null): kept is PendingScan {
  const tokens = kept?.tokens;
  const isCount = Array.isArray(tokens) && tokens.length >= 1 && tokens.length <= WINDOWS_OFFLINE;
  return isCount && tokens.every(isToken) && Number.isFinite(kept?.arrivedAt);
}

/** The browser's stores that may be used; each may be forbidden by itself. The first is shared by all tabs and outlives them. */
function stores(): Storage[] {
  return (['localStorage', 'sessionStorage'] as const).flatMap((name) => {
    try {
      return globalThis[name] ? [globalThis[name]] : [];
    } catch {
      return [];
    }
  });
}

function hasWritten(store: Storage, value: string): boolean {
  try {
    store.setItem(KEY, value);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string | null): PendingScan | null {
  try {
    const kept = JSON.parse(text ?? 'null');
    return isPendingScan(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a scan in the place of an earlier one. False when this browser keeps nothing. Never throws. */
export function keepPendingScan(tokens: string[], now: number): boolean {
  forgetPendingScan();
  const value = JSON.stringify({ tokens, arrivedAt: now } satisfies PendingScan);
  return stores().some((store) => hasWritten(store, value));
}

/** The scan that waits to be handed in, or null. One older than a day is forgotten. Never throws. */
export function pendingScan(now: number): PendingScan | null {
  const kept = stores()
    .map((store) => parse(store.getItem(KEY)))
    .find((scan) => scan !== null);
  if (!kept) return null;
  if (now - kept.arrivedAt <= DAY_MS) return kept;
  forgetPendingScan();
  return null;
}

/** To be called once the server has answered. Never throws. */
export function forgetPendingScan(): void {
  for (const store of stores()) store.removeItem(KEY);
}
