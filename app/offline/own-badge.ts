/** A student's own badge on this phone: signed here, with or without a network, and why there may be none. Free of React. */
import { BADGE_PERIOD_MS } from '#domain/check-in/badge';
import { appCodeOf } from '../trpc/call';
import { StorageDenied } from './device/database';
import { type Device, InsecureContext } from './device/device-key';

/** `no-device`: this phone has no key the school knows of, and nobody answers to take one. */
export const BADGE_PROBLEMS = ['no-device', 'insecure', 'no-storage', 'signed-out', 'failed'] as const;
export type BadgeProblem = (typeof BADGE_PROBLEMS)[number];

/** Why this phone has no badge to show. Never throws. */
export function badgeProblemOf(error: unknown): BadgeProblem {
  if (error instanceof InsecureContext) return 'insecure';
  if (error instanceof StorageDenied) return 'no-storage';
  const code = appCodeOf(error);
  if (code === null || code === 'unavailable' || code === 'rate-limited') return 'no-device';
  return code === 'unauthenticated' ? 'signed-out' : 'failed';
}

/** The badge of the moment `at` (epoch ms on the server), and when the next one takes its place. */
export async function badgeAt(device: Device, studentId: number, at: number): Promise<{ text: string; until: number }> {
  const window = Math.floor(at / BADGE_PERIOD_MS);
  return { text: await device.signBadge({ studentId, window }), until: (window + 1) * BADGE_PERIOD_MS };
}
