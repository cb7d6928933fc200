/** The badges scanned on this screen, newest first, and which reading of a badge is a new scan. Pure. */

import type { ScanAnswer } from '#app/offline/badge-scan';
import { type BadgeRefusal, parseBadge, type ScanBadgeOutcome } from '#domain/check-in/badge';
import type { Status } from '#domain/register/attendance';

/** A badge held before the camera is read ten times a second; seen again within this it is the same scan. */
export const SAME_SCAN_MS = 6_000;

/** More are in the register. */
const MOST_SHOWN = 30;

export type ScanState =
  | { step: 'checking' | 'unchecked' }
  | { step: 'marked' | 'saved' | 'already' | 'undone'; name: string; studentId: number; status: Status | null }
  | { step: 'refused'; reason: BadgeRefusal | 'no-pack' | 'not-a-badge'; name: string | null }
  | { step: 'failed'; message: string | null };

export type Scan = {
  /** The call's own id. */
  id: string;
  /** Epoch ms on the server. */
  at: number;
  state: ScanState;
};

/** What stays the same of a badge while it rotates: a phone and its student, or a card. Any other text is itself. Never throws. */
export function badgeKey(text: string): string {
  const badge = parseBadge(text);
  return badge?.kind === 'phone' ? `phone:${badge.studentId}:${badge.deviceId}` : `text:${text.trim().toUpperCase()}`;
}

/** Notes that a badge was seen and answers whether that is a new scan. One that stays in view goes on being the same.
 *  @param seen instants by key, which this changes  @param now any clock that does not go back, ms */
export function isNewScan(seen: Map<string, number>, text: string, now: number): boolean {
  const key = badgeKey(text);
  const last = seen.get(key);
  seen.set(key, now);
  return last === undefined || now - last >= SAME_SCAN_MS;
}

/** Puts a new scan first. */
export function withScan(scans: readonly Scan[], scan: Scan): Scan[] {
  return [scan, ...scans].slice(0, MOST_SHOWN);
}

/** Gives one scan a new state. A list without it is the same. */
export function withState(scans: readonly Scan[], id: string, state: ScanState): Scan[] {
  return scans.map((scan) => (scan.id === id ? { ...scan, state } : scan));
}

/** The state that the server's answer means. */
export function stateOfOutcome(outcome: ScanBadgeOutcome): ScanState {
  if (outcome.outcome === 'refused') return { step: 'refused', reason: outcome.reason, name: outcome.name };
  const { studentId, name, status } = outcome;
  return { step: outcome.outcome === 'recorded' ? 'marked' : 'already', studentId, name, status };
}

/** The state that an answer means. */
export function stateOf(answer: ScanAnswer): ScanState {
  switch (answer.kind) {
    case 'told':
      return stateOfOutcome(answer.outcome);
    case 'saved':
      return { step: 'saved', studentId: answer.studentId, name: answer.name, status: answer.status };
    case 'refused-here':
      return { step: 'refused', reason: answer.reason, name: answer.name };
    case 'unchecked':
      return { step: 'unchecked' };
    case 'failed':
      return { step: 'failed', message: answer.message };
  }
}
