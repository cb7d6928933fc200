/** What an administrator takes away of the database, by the built server's word: asked for the password again, and by that sign-in alone. */
import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { query } from '../helpers/database-file';
import { startServer, type TestServer } from '../helpers/server';

/** Sends a form as a browser does that has these cookies. */
const send = ({ url }: TestServer, path: string, fields: Record<string, string>, cookie = '') =>
  fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { cookie } });

async function signIn(server: TestServer): Promise<string> {
  const { headers } = await send(server, '/sign-in', { email: 'admin@demo.school', password: DEMO_PASSWORD });
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
  return cookies.join('; ');
}

const SAFE = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
};

test('a backup and everything are downloaded after the password, by the sign-in that gave it and no other', async () => {
  await using server = await startServer();
  const [own, other] = [await signIn(server), await signIn(server)];
  expect((await send(server, '/admin/data?index', { act: 'backup' }, own)).status).toBe(200);
  const taken = "select detail ->> 'fileName' name, detail ->> 'bytes' bytes from audit_events where action = 'backup.taken'";
  const [backup] = await vi.waitFor(async () => {
    const found = await query<{ name: string; bytes: number }>(server.dbPath, taken);
    expect(found).toHaveLength(1);
    return found;
  }, 60_000);
  const name = String(backup?.name);
  const download = (cookie: string) => send(server, '/admin/data/backup', { name }, cookie);

  const unproved = await download(own);
  expect([unproved.status, unproved.headers.get('location')]).toEqual([302, `/admin/data?confirm=${name}`]);
  await send(server, '/admin/data?index', { act: 'prove', current: 'not the password' }, own);
  expect((await download(own)).status).toBe(302);
  await send(server, '/admin/data?index', { act: 'prove', current: DEMO_PASSWORD }, own);
  const file = await download(own);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    ...SAFE,
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': String(backup?.bytes),
  });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([bytes.length, bytes.toString('latin1', 0, 15)]).toEqual([backup?.bytes, 'SQLite format 3']);
  for (const stranger of [other, '']) expect((await download(stranger)).status).toBe(302);

  const zip = await send(server, '/admin/data/export', {}, own);
  expect(Object.fromEntries(zip.headers)).toMatchObject({ ...SAFE, 'content-type': 'application/zip' });
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['marks.csv', 'people.csv', 'oneroster.zip']));
  expect(Buffer.concat(Object.values(files)).toString('latin1')).not.toContain('scrypt$');
  expect((await send(server, '/admin/data/export', {}, other)).headers.get('location')).toBe('/admin/data?confirm=everything');
});
