/** Students with a device and a login each, put into the database directly: password hashing is not what is measured. */
import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import * as schema from '#db/schema';
import { insertRows } from '#db/seed/insert';
import { claimMessage } from '#domain/check-in/check-in';
import { DevicePublicKey } from '#domain/check-in/device';
import { createToken, importCodeKey, windowAt } from '#domain/check-in/rotating-code';
import { DAY_MS } from '#domain/duration';
import { fromBase64Url, toBase64Url, utf8 } from '#domain/encoding';
import type { Shot } from './shot';

export type Claimant = { studentId: number; deviceId: string; token: string; privateKey: CryptoKey };

/** A class session running now, and everybody on its roll ready to check in. */
export type RunningClass = { id: number; claimants: Claimant[] };

const RUNNING = `select cs.id classSessionId, e.student_id studentId from class_sessions cs join enrolments e on e.section_id = cs.section_id
  where cs.starts_at <= ? and cs.ends_at > ? order by cs.id, e.student_id`;

/** The class sessions running at `now`, each student of theirs with a new device and a login that was seen a moment ago: the page
 *  with the scanner came before the check-in. */
export async function equipStudents(db: Database, now: number): Promise<RunningClass[]> {
  const rows = await queryRows<{ classSessionId: number; studentId: number }>(db, RUNNING, [now, now]);
  const equipped = await Promise.all(rows.map(async (row) => ({ ...row, ...(await equip(row.studentId)) })));
  await db.$client.batch(
    [
      ...insertRows(
        schema.devices,
        equipped.map(({ deviceId, studentId, publicKey }) => ({
          ...{ id: deviceId, userId: studentId, publicKey, name: 'Bench phone', createdAt: now - DAY_MS },
        })),
      ),
      ...insertRows(
        schema.loginSessions,
        equipped.map(({ deviceId, studentId, token }) => ({
          ...{
            id: createHash('sha256').update(token).digest('hex'),
            userId: studentId,
            deviceId,
            createdAt: now,
            lastSeenAt: now,
          },
          ...{ expiresAt: Math.floor((now + 30 * DAY_MS) / 1000), userAgent: 'Bench', address: '127.0.0.1' },
        })),
      ),
    ],
    'write',
  );
  const ids = [...new Set(rows.map((row) => row.classSessionId))];
  return ids.map((id) => ({ id, claimants: equipped.filter((one) => one.classSessionId === id) }));
}

async function equip(studentId: number) {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const publicKey = DevicePublicKey.parse(await crypto.subtle.exportKey('jwk', keys.publicKey));
  const token = randomBytes(32).toString('base64url');
  return { studentId, deviceId: crypto.randomUUID(), token, privateKey: keys.privateKey, publicKey };
}

/** One signed claim for each student, with the token their phone will see when the claim is due.
 *  @param code what the teacher's screen was given  @param dueMs when each is sent, from `startAt` on; none for at once */
export async function signClaims(
  running: RunningClass,
  code: { key: string; periodMs: number },
  { startAt, dueMs }: { startAt: number; dueMs: number[] },
): Promise<Shot[]> {
  const key = await importCodeKey(fromBase64Url(code.key) ?? new Uint8Array());
  return Promise.all(
    running.claimants.map(async (claimant, index) => {
      const due = dueMs[index] ?? null;
      const at = startAt + (due ?? 0);
      const token = await createToken(key, running.id, windowAt(at, code.periodMs));
      return shotOf(
        claimant,
        { id: v7(), at, classSessionId: running.id, tokens: [token], code: null, deviceId: claimant.deviceId },
        due,
      );
    }),
  );
}

async function shotOf(claimant: Claimant, claim: Parameters<typeof claimMessage>[0], dueMs: number | null): Promise<Shot> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = toBase64Url(await crypto.subtle.sign(algorithm, claimant.privateKey, utf8(claimMessage(claim))));
  const headers = { 'Content-Type': 'application/json', Cookie: `muster_session=${claimant.token}` };
  return { path: '/trpc/checkIn.submit', headers, body: JSON.stringify({ ...claim, signature }), dueMs };
}
