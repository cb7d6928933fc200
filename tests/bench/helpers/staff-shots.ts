/** What a teacher's device sends for a class: a mark, or a scan of the badge on a phone, for each student. */
import { v7 } from 'uuid';
import { BADGE_PERIOD_MS, badgeMessage, createPhoneBadge } from '#domain/check-in/badge';
import { utf8 } from '#domain/encoding';
import type { Claimant, RunningClass } from './claimants';
import type { Shot } from './shot';

const JSON_TYPE = { 'Content-Type': 'application/json' };

function shotOf(path: string, cookie: string, input: object): Shot {
  return { path, headers: { ...JSON_TYPE, Cookie: cookie }, body: JSON.stringify(input), dueMs: null };
}

/** A first mark for each student. */
export function markShots({ id, claimants }: RunningClass, cookie: string): Shot[] {
  return claimants.map(({ studentId }) => {
    const mark = { id: v7(), at: Date.now(), classSessionId: id, studentId, status: 'late', version: 0 };
    return shotOf('/trpc/attendance.mark', cookie, mark);
  });
}

async function badgeOf({ studentId, deviceId, privateKey }: Claimant): Promise<string> {
  const shown = { studentId, deviceId, window: Math.floor(Date.now() / BADGE_PERIOD_MS) };
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, privateKey, utf8(badgeMessage(shown)));
  return createPhoneBadge({ ...shown, signature: new Uint8Array(signature) });
}

/** A scan of each student's badge. */
export function badgeShots({ id, claimants }: RunningClass, cookie: string): Promise<Shot[]> {
  return Promise.all(
    claimants.map(async (claimant) => {
      const scan = { id: v7(), at: Date.now(), classSessionId: id, badge: await badgeOf(claimant) };
      return shotOf('/trpc/attendance.scanBadge', cookie, scan);
    }),
  );
}
