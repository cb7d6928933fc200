/** Sends made-up requests and inputs to the built server and tells what went wrong: nothing a client sends is a failure of the server's. */
import { connect } from 'node:net';
import type { z } from 'zod';
import { type Random, randomFor } from '#db/seed/random';
import { ROLES } from '#domain/person/user';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { appRouter } from '#server/trpc/routers/router';
import { inputOf, oneOf } from './fuzz-inputs';
import { requestText } from './fuzz-requests';
import { startServer, type TestServer } from './server';

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.core.$ZodType[] } };

/** How much to send. The same seed sends the same. */
export type FuzzSize = { seed: number; requests: number; inputs: number };

const PLACES = 8;
/** Longer than any answer takes on a busy machine. */
const PATIENCE_MS = 30_000;

/** These end the sign-ins that the others need. */
const LEFT_OUT = ['auth.signOut', 'user.signOutEverywhereElse', 'user.endLoginSession'];
/** What may suspend the people who call comes when all else is done. */
const COMES_LAST = /^(person|user)\./;

const PROCEDURES = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)
  .filter(([name]) => !LEFT_OUT.includes(name))
  .sort(([a], [b]) => Number(COMES_LAST.test(a)) - Number(COMES_LAST.test(b)));

async function signIn(url: string, role: string): Promise<string> {
  const body = new URLSearchParams({ email: `${role}@demo.school`, password: DEMO_PASSWORD });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  return String(answer.headers.getSetCookie()[0]?.split(';', 1)[0]);
}

/** Sends bytes as they are; the status, 0 when the server hung up, or null when it did neither in time. Streams are not read on. */
function sendRaw(url: string, text: string): Promise<number | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const statusSoFar = () => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
    socket.setTimeout(PATIENCE_MS, () => {
      resolve(null);
      socket.destroy();
    });
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk;
      if (answer.includes('text/event-stream')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(statusSoFar()));
    socket.end(text);
  });
}

/** Runs `count` jobs from a few places at once; what they report, but for null. */
async function inPlaces(count: number, job: (index: number) => Promise<string | null>): Promise<string[]> {
  const reports: string[] = [];
  let next = 0;
  async function place(): Promise<void> {
    for (let index = next++; index < count; index = next++) {
      const report = await job(index);
      if (report !== null) reports.push(report);
    }
  }
  await Promise.all(Array.from({ length: PLACES }, place));
  return reports;
}

function isBad(status: number | null): boolean {
  return status === null || status >= 500;
}

async function fuzzRequests({ url }: TestServer, cookies: string[], { seed, requests }: FuzzSize): Promise<string[]> {
  const procedures = PROCEDURES.map(([name]) => name);
  return inPlaces(requests, async (index) => {
    const text = requestText(randomFor(seed, 1, index), { host: new URL(url).host, cookies, procedures });
    const status = await sendRaw(url, text);
    return isBad(status) ? `request ${index}: ${status} for ${JSON.stringify(text)}` : null;
  });
}

function callText(random: Random, host: string, cookies: string[], [name, { _def }]: (typeof PROCEDURES)[number]): string {
  const input = JSON.stringify(inputOf(random, _def.inputs[0])) ?? '';
  const head = [`Host: ${host}`, `Cookie: ${oneOf(random, cookies)}`, 'Connection: close'];
  if (_def.type !== 'mutation')
    return [`GET /trpc/${name}?input=${encodeURIComponent(input)} HTTP/1.1`, ...head, '', ''].join('\r\n');
  const sent = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(input)}`];
  return [`POST /trpc/${name} HTTP/1.1`, ...head, ...sent, '', input].join('\r\n');
}

async function fuzzInputs({ url }: TestServer, cookies: string[], { seed, inputs }: FuzzSize): Promise<string[]> {
  const each = Math.ceil(inputs / PROCEDURES.length);
  return inPlaces(each * PROCEDURES.length, async (index) => {
    const procedure = PROCEDURES[Math.floor(index / each)] as (typeof PROCEDURES)[number];
    const text = callText(randomFor(seed, 2, index), new URL(url).host, cookies, procedure);
    const status = await sendRaw(url, text);
    return isBad(status) ? `input ${index}: ${status} for ${JSON.stringify(text)}` : null;
  });
}

/** Starts a demo of its own and fuzzes it as nobody and as people of each role.
 *  @returns a line for each answer of 5xx, each request without an answer, and each error in the log; none when all is well */
export async function fuzz(size: FuzzSize): Promise<string[]> {
  await using server = await startServer({ env: { LOG_LEVEL: 'warn' } });
  const cookies = ['muster_session=nobody', ...(await Promise.all(ROLES.map((role) => signIn(server.url, role))))];
  const reports = [...(await fuzzRequests(server, cookies, size)), ...(await fuzzInputs(server, cookies, size))];
  const errors = server
    .output()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
  const alive = await fetch(`${server.url}/healthz`).then(
    ({ status }) => (status === 200 ? [] : [`healthz: ${status}`]),
    () => ['the server has ended'],
  );
  return [...reports, ...errors, ...alive];
}
