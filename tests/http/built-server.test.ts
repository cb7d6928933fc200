/** The built server as `npm start` runs it: how it starts and refuses to, its files, its links, and how it stops. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#db/client';
import { ROOT } from '../helpers/program';
import { runServer, SCHOOL_ENV, startServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const CLIENT = path.join(ROOT, 'build/client');

// One school for those that only look at it.
const school = await startServer({ env: SCHOOL_ENV });
afterAll(() => school[Symbol.asyncDispose]());

test('with nothing set it is the demo: it says where it is, who may sign in, and keeps a secret of its own', async () => {
  await using server = await startServer();
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const role of ['admin', 'teacher', 'assistant', 'student']) expect(server.output()).toContain(`${role}@demo.school`);
  expect(server.output()).toContain('muster-demo-2026');
  const page = await fetch(`${server.url}/sign-in`);
  expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('name="password"');
  expect(statSync(path.join(path.dirname(server.dbPath), 'secret-key')).mode & 0o777).toBe(0o600);
});

test('a school is never seeded; while it has no administrator each start prints a new link for making one', async () => {
  await using first = await startServer({ env: SCHOOL_ENV });
  const link = /https:\/\/attendance\.school\.test\/set-up#[0-9A-Z]{26}/;
  const [firstLink] = first.output().match(link) ?? [];
  expect(firstLink).toBeDefined();
  expect(first.output()).not.toContain('muster-demo-2026');

  const db = await openDatabase({ url: `file:${first.dbPath}` });
  expect((await db.$client.execute('select * from users')).rows).toEqual([]);
  expect(await first.close()).toBe(0);

  await using second = await startServer({ env: SCHOOL_ENV, dbPath: first.dbPath });
  expect(second.output().match(link)?.[0]).not.toBe(firstLink);
  await second.close();

  const columns = 'email, name, role, state, created_at';
  await db.$client.execute(`insert into users (${columns}) values ('ada@school.test', 'Ada', 'admin', 'active', 0)`);
  db.$client.close();
  await using third = await startServer({ env: SCHOOL_ENV, dbPath: first.dbPath });
  expect(third.output()).not.toContain('/set-up');
});

test('a configuration that cannot be used stops the start and names every problem', async () => {
  using folder = tempFolder();
  const program = runServer(path.join(folder.path, 'muster.db'), {
    BASE_URL: 'https://school.test',
    TRUST_PROXY: 'all',
    LOG_LEVEL: 'loud',
  });
  expect(await program.ended).toBe(1);
  for (const name of ['SECRET_KEY', 'TRUST_PROXY', 'LOG_LEVEL']) expect(program.output()).toContain(`- ${name} must`);
  expect(program.output()).not.toContain('    at ');
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a port that is taken is said plainly, and the database is left alone', async () => {
  using folder = tempFolder();
  const program = runServer(path.join(folder.path, 'muster.db'), { ...SCHOOL_ENV, PORT: new URL(school.url).port });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('set PORT to another number');
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a file that is no database stops the start in a sentence, and is left as it is', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'muster.db');
  writeFileSync(file, 'these are our marks, kept by hand');
  const program = runServer(file, {});
  expect(await program.ended).toBe(1);
  expect(program.output()).toMatch(/^\S+muster\.db is not a database\. .*\n$/);
  expect(readdirSync(folder.path)).toEqual(['muster.db']);
  expect(readFileSync(file, 'utf8')).toBe('these are our marks, kept by hand');
});

function someAsset(): string {
  const name = readdirSync(path.join(CLIENT, 'assets')).find((file) => /^root-.*\.js$/.test(file));
  return `/assets/${name}`;
}

test('hashed files are kept for ever and sent as they were compressed', async () => {
  const asset = someAsset();
  const file = await fetch(school.url + asset, { headers: { 'Accept-Encoding': 'br' } });
  expect(Object.fromEntries(file.headers)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'br',
    'content-length': String(statSync(`${CLIENT}${asset}.br`).size),
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("script-src 'self';"),
  });
  expect(await file.text()).toBe(readFileSync(CLIENT + asset, 'utf8'));

  const etag = file.headers.get('ETag') ?? '';
  const again = await fetch(school.url + asset, { headers: { 'If-None-Match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('other files are asked for anew each time, and what is not for visitors is not there', async () => {
  const icon = await fetch(`${school.url}/favicon.svg`);
  expect([icon.status, icon.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
  for (const hidden of [
    '/_headers',
    '/.vite/manifest.json',
    `${someAsset()}.br`,
    '/assets/../../server/index.js',
    '/..%2fserver/index.js',
  ]) {
    expect((await fetch(school.url + hidden)).status).toBe(404);
  }
});

test('the log has one line a request, and nothing of what was typed', async () => {
  await using server = await startServer({ env: SCHOOL_ENV });
  const body = new URLSearchParams({ email: 'ada@school.test', password: 'hunter2-hunter2' });
  const response = await fetch(`${server.url}/sign-in?next=hunter2`, { method: 'POST', body, redirect: 'manual' });
  expect(response.status).toBeLessThan(500);
  await server.close();
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  const requests = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request');
  expect(requests).toEqual([
    expect.objectContaining({ method: 'POST', path: '/sign-in', requestId: response.headers.get('X-Request-Id') }),
  ]);
  expect(server.output()).not.toContain('hunter2');
});

test('told to stop, it stops at once although a browser holds connections open', async () => {
  await using server = await startServer({ env: SCHOOL_ENV });
  await fetch(`${server.url}/healthz`);
  const startedAt = Date.now();
  expect(await server.close()).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(3_000);
});
