import { expect, test } from 'vitest';
import { openDatabase } from '#db/client';
import { queryRows } from '#db/query';
import { deriveClassSessionKey, deriveSchoolKey } from '#domain/check-in/rotating-code';
import { toBase64Url } from '#domain/encoding';
import { type RunningClass, signClaims } from '../bench/helpers/claimants';
import type { Shot } from '../bench/helpers/shot';
import { makeOpenClasses } from '../helpers/open-classes';
import { SCHOOL_ENV, startServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const ROUNDS = 3;
const STUDENTS_A_ROUND = 150;
const PLACES = 32;
const PERIOD_MS = 3_000;

async function codeOf({ id }: RunningClass) {
  const key = await deriveClassSessionKey(await deriveSchoolKey(SCHOOL_ENV.SECRET_KEY), id, 0);
  return { key: toBase64Url(key), periodMs: PERIOD_MS };
}

/** Sends from a fixed number of places until all are sent or nobody answers; the claims that were acknowledged. */
async function fire(url: string, shots: Shot[], onAcknowledged: (count: number) => void): Promise<string[]> {
  const acknowledged: string[] = [];
  const queue = [...shots];
  async function place(): Promise<void> {
    for (let shot = queue.pop(); shot; shot = queue.pop()) {
      const { path, headers, body } = shot;
      const answer = await fetch(url + path, { method: 'POST', headers, body })
        .then((response) => response.json())
        .catch(() => null);
      if (answer?.result?.data?.outcome !== 'recorded') continue;
      acknowledged.push(JSON.parse(body).id);
      onAcknowledged(acknowledged.length);
    }
  }
  await Promise.all(Array.from({ length: PLACES }, place));
  return acknowledged;
}

test('a server killed in the middle of a burst has lost no acknowledged check-in and stored none twice', async () => {
  using folder = tempFolder();
  const dbPath = `${folder.path}/muster.db`;
  for (const [round, running] of (await makeOpenClasses(dbPath, { classes: ROUNDS, students: STUDENTS_A_ROUND })).entries()) {
    const server = await startServer({ env: SCHOOL_ENV, dbPath });
    const shots = await signClaims(running, await codeOf(running), { startAt: Date.now(), dueMs: [] });
    const killAfter = 5 + round * 25;
    let killed: Promise<void> | undefined;
    const acknowledged = await fire(server.url, shots, (count) => {
      if (count >= killAfter) killed ??= server.kill();
    });
    await killed;
    expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);

    await using again = await startServer({ env: SCHOOL_ENV, dbPath });
    expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
    const db = await openDatabase({ url: `file:${dbPath}` });
    const rows = await queryRows<{ id: string; status: string; events: number }>(
      db,
      `select c.id, a.status, (select count(*) from attendance_events e where e.class_session_id = a.class_session_id
        and e.student_id = a.student_id) events
      from claims c join attendance a on a.claim_id = c.id where c.class_session_id = ? and c.verdict = 'accepted'`,
      [running.id],
    );
    const [check] = await queryRows<{ integrity_check: string }>(db, 'pragma integrity_check');
    db.$client.close();
    const stored = new Set(rows.map((row) => row.id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(rows.every((row) => row.events === 1)).toBe(true);
    expect(check?.integrity_check).toBe('ok');
  }
}, 300_000);
