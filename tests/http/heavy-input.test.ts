/** What one small request can cost: beside each, check-ins go on and are answered within a second, and memory stays. */

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deriveClassSessionKey, deriveSchoolKey } from '#domain/check-in/rotating-code';
import { toBase64Url } from '#domain/encoding';
import { signClaims } from '../bench/helpers/claimants';
import type { Shot } from '../bench/helpers/shot';
import { makeOpenClasses } from '../helpers/open-classes';
import { startServer, type TestServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const SECRET_KEY = 'a secret of the tests, long enough for it';
/** A demo by its address, but of this school: what is in the database stays. */
const ENV = { SECRET_KEY };
const STUDENTS = 400;
const PERIOD_MS = 3_000;
const ANSWER_WITHIN_MS = 1_000;
/** What blocks the server does so each time; a machine that is busy with other tests does not. */
const TRIES = 4;
const MOST_MEMORY_MB = 150;

const PAIRS = 'application/x-www-form-urlencoded';
const IN_PARTS = 'multipart/form-data; boundary=b';
const part = (name: string) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n\r\n`;
const parts = (name: string, times: number) => Buffer.from(`${part(name).repeat(times)}--b--`);

type Sent = { path: string; type: string; body: Buffer };

/** Sends a whole request, however large, and resolves with its status; null when the server hung up on it. */
function post({ url }: TestServer, { path, type, body }: Sent): Promise<number | null> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    // A server that does not want the rest closes while it is still being sent.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(answer === '' ? null : Number(answer.split(' ')[1])));
    const head = [`POST ${path} HTTP/1.1`, `Host: ${host}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`];
    socket.write(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    socket.write(body);
  });
}

const form = (body: Buffer | string, type = PAIRS, path = '/sign-in'): Sent => ({ path, type, body: Buffer.from(body) });
const call = (body: Buffer, path = '/trpc/auth.signUp'): Sent => ({ path, type: 'application/json', body });

const COMMAND = { type: 'update', payload: { name: 'a', index: 400_000_000, value: 'x' } };

type Attack = { name: string; sent: Sent; times?: number; statuses: (number | null)[] };

const ATTACKS: Attack[] = [
  { name: 'a huge index', sent: form('a[400000000]=x'), statuses: [400] },
  { name: 'a huge index in a part', sent: form(parts('a[400000000]', 1), IN_PARTS), statuses: [400] },
  {
    name: 'a huge index in a command to our library',
    sent: form(String(new URLSearchParams({ __intent__: JSON.stringify(COMMAND) }))),
    statuses: [400],
  },
  { name: '32,000 fields', sent: form('a&'.repeat(32_000)), statuses: [400] },
  { name: '40,000 fields', sent: form('a&'.repeat(40_000)), statuses: [413, null] },
  { name: '1,100 empty parts', sent: form(parts('a', 1_100), IN_PARTS), statuses: [400] },
  { name: '50,000 empty parts', sent: form(parts('a', 50_000), IN_PARTS), statuses: [413, null] },
  { name: 'parts to a procedure', sent: form(parts('a', 50_000), IN_PARTS, '/trpc/auth.signUp'), statuses: [415, null] },
  {
    name: 'forty posts of 9.9 MB',
    sent: form(Buffer.alloc(9_900_000), IN_PARTS, '/admin/import'),
    times: 40,
    statuses: [413, null],
  },
  { name: 'forty inputs of 0.9 MB', sent: call(Buffer.alloc(900_000, '[')), times: 40, statuses: [401, null] },
  {
    name: 'names of piled marks',
    sent: call(
      Buffer.from(
        JSON.stringify({ name: `a${'\u0301\u0316'.repeat(15_900)}`, email: 'a@school.test', password: 'x', role: 'student' }),
      ),
    ),
    times: 5,
    statuses: [400],
  },
  {
    name: '280 sign-ups in one request',
    sent: call(Buffer.from('{}'), `/trpc/${Array(280).fill('auth.signUp')}?batch=1`),
    statuses: [400],
  },
];

/** The most memory the process has used so far. */
function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Checks in one student after another until `isOver`; how long each waited. */
async function checkInUntil(server: TestServer, shots: Shot[], isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  do {
    const { path = '', headers, body } = shots.pop() ?? {};
    const startedAt = performance.now();
    const answer = await fetch(server.url + path, { method: 'POST', headers, body });
    const { result } = (await answer.json()) as { result: { data: { outcome: string } } };
    // On a slow machine a claim is no longer fresh when its turn comes.
    expect(['recorded', 'waiting']).toContain(result.data.outcome);
    times.push(performance.now() - startedAt);
    await wait(20);
  } while (!isOver() && shots.length > 0);
  return times;
}

test('no request that anybody can send keeps a check-in waiting', async () => {
  using folder = tempFolder();
  const dbPath = `${folder.path}/muster.db`;
  const [running] = await makeOpenClasses(dbPath, { classes: 1, students: STUDENTS });
  if (!running) throw new Error('There is no class.');
  await using server = await startServer({ env: ENV, dbPath });
  const key = toBase64Url(await deriveClassSessionKey(await deriveSchoolKey(SECRET_KEY), running.id, 0));
  const shots = await signClaims(running, { key, periodMs: PERIOD_MS }, { startAt: Date.now(), dueMs: [] });
  await checkInUntil(server, shots, () => shots.length < STUDENTS - 20);
  const before = peakMb(server.pid);

  for (const { name, sent, times = 1, statuses } of ATTACKS) {
    const waits: number[] = [];
    while (waits.length < TRIES && Math.min(...waits) >= ANSWER_WITHIN_MS) {
      let isOver = false;
      const answers = Promise.all(Array.from({ length: times }, () => post(server, sent))).finally(() => {
        isOver = true;
      });
      waits.push(Math.max(...(await checkInUntil(server, shots, () => isOver))));
      for (const status of await answers) expect(statuses, name).toContain(status);
    }
    expect(Math.min(...waits), name).toBeLessThan(ANSWER_WITHIN_MS);
  }
  expect(peakMb(server.pid) - before).toBeLessThan(MOST_MEMORY_MB);
  expect(server.output()).not.toContain('"level":"error"');
}, 180_000);
