/** What a browser keeps of a person, by the built server's word: photos are asked for again by each sign-in, and signing out clears. */
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { query } from '../helpers/database-file';
import { jpeg } from '../helpers/pictures';
import { startServer, type TestServer } from '../helpers/server';

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  redirect: 'manual' as const,
});

/** A browser's Cookie header for somebody of the demo school. */
async function cookieOf({ url }: TestServer, email: string): Promise<string> {
  const response = await fetch(`${url}/sign-in`, form({ email, password: DEMO_PASSWORD }));
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

test('a photo is shown to whoever may see the person, and a kept copy only after asking again', async () => {
  await using server = await startServer();
  const [student] = await query<{ id: number }>(server.dbPath, "select id from users where email = 'student@demo.school'");
  const [own, staff, other] = await Promise.all(
    ['student', 'teacher', 'student-002'].map((name) => cookieOf(server, `${name}@demo.school`)),
  );
  const body = new FormData();
  body.set('photo', new Blob([jpeg(64, 64)]), 'photo.jpg');
  const saved = await fetch(`${server.url}/profile/photo`, { method: 'POST', body, headers: { cookie: own ?? '' } });
  expect(saved.status).toBe(200);
  const photo = (cookie = '', etag = '') =>
    fetch(`${server.url}/photos/${student?.id}`, { headers: { cookie, 'If-None-Match': etag }, redirect: 'manual' });
  const seen = await photo(staff);
  expect([seen.status, seen.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
  expect(seen.headers.get('Cache-Control')).toBe('private, no-cache');
  expect(Buffer.from(await seen.arrayBuffer()).toString('latin1')).not.toMatch(/Exif|GPS/);
  const etag = String(seen.headers.get('ETag'));
  const again = await photo(staff, etag);
  expect([again.status, await again.text(), again.headers.get('Cache-Control')]).toEqual([304, '', 'private, no-cache']);
  expect((await photo(own, etag)).status).toBe(304);
  expect((await photo(other, etag)).status).toBe(404);
  expect((await photo('', etag)).status).toBe(302);
});

test('signing out has the browser clear what it keeps of pages, and not what waits to be sent', async () => {
  await using server = await startServer();
  const cookie = await cookieOf(server, 'student@demo.school');
  const response = await fetch(`${server.url}/sign-out`, { ...form({}), headers: { cookie } });
  expect([response.status, response.headers.get('Location')]).toEqual([302, '/sign-in']);
  expect(response.headers.get('Clear-Site-Data')).toBe('"cache"');
});
