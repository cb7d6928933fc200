/** The second target: the same code on Cloudflare's runtime, over libSQL on HTTP. */
import { afterAll, expect, test } from 'vitest';
import { PASSWORD, PASSWORD_HASH, user } from '../helpers/factories';
import { tempFolder } from '../helpers/temp-folder';
import { startWorker } from '../helpers/worker';

const EMAIL = 'ada@school.test';

// One for the file: the runtime takes longer to start than all that is asked of it.
const folder = tempFolder();
const worker = await startWorker({
  folder: folder.path,
  seed: (db) => user(db, { email: EMAIL, role: 'teacher', passwordHash: PASSWORD_HASH }),
});
afterAll(async () => {
  await worker[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

test('the Workers build answers the health check, shows the sign-in page and serves its files', async () => {
  const health = await fetch(`${worker.url}/healthz`);
  expect(health.status).toBe(200);
  expect(await health.json()).toEqual({ status: 'ok' });

  const page = await fetch(`${worker.url}/sign-in`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' 'nonce-");
  expect(html).toContain('name="password"');

  const [style] = html.match(/\/assets\/[\w-]+\.css/) ?? [];
  const file = await fetch(`${worker.url}${style}`);
  expect(file.status).toBe(200);
  expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(file.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a procedure on Workers reaches the database', async () => {
  const answer = await fetch(`${worker.url}/trpc/timetable.mine`);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ error: { data: { appCode: 'unauthenticated' } } });
});

test('a password is hashed and checked on Workers: the right one signs in, a wrong one does not', async () => {
  const signIn = (password: string) => {
    const body = JSON.stringify({ email: EMAIL, password });
    const headers = { 'Content-Type': 'application/json', Origin: worker.origin };
    return fetch(`${worker.url}/trpc/auth.signIn`, { method: 'POST', body, headers });
  };
  const right = await signIn(PASSWORD);
  expect(await right.json()).toEqual({ result: { data: { outcome: 'signed-in', role: 'teacher' } } });
  expect(right.headers.getSetCookie().join()).toContain('muster_session=');
  expect((await signIn('a guess at it')).status).toBe(401);
});

test('a form is read on Workers, within the same bounds', async () => {
  const send = async (body: FormData | URLSearchParams) => {
    const headers = { Origin: worker.origin };
    return (await fetch(`${worker.url}/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })).status;
  };
  const typed = new FormData();
  typed.set('email', EMAIL);
  typed.set('password', 'a guess at it');
  expect(await send(typed)).toBe(401);
  expect(await send(new URLSearchParams({ 'a[400000000]': 'x' }))).toBe(400);
  expect(await send(new URLSearchParams({ email: 'a'.repeat(70_000) }))).toBe(413);
});
