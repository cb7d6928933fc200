/** A queued call names its person: with another's cookie it comes from nobody. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { createLoginSession } from '#server/auth/login-session';
import { createHandler } from '#server/http/handler';
import { browser, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';

const ORIGIN = 'https://attendance.school.test';

/** The cookie of a person who is signed in now; login sessions live by the system clock. */
async function cookieOf(db: Database, { id }: { id: number }): Promise<string> {
  const { request, cookieHeader } = browser(db, { now: Date.now });
  await createLoginSession((await request()).ctx, id);
  return String(cookieHeader());
}

async function statusOf(db: Database, headers: Record<string, string>): Promise<number> {
  const handler = createHandler(testServices(db, { now: Date.now }), async () => new Response('page'));
  const { status } = await handler(new Request(`${ORIGIN}/trpc/user.profile`, { headers }), { address: '192.0.2.1' });
  return status;
}

test('a call that names nobody, or the one who is signed in, is that person’s', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const Cookie = await cookieOf(db, ada);
  expect(await statusOf(db, { Cookie })).toBe(200);
  expect(await statusOf(db, { Cookie, 'X-Muster-User': String(ada.id) })).toBe(200);
});

test('a call that names somebody else is nobody’s, and whoever is signed in stays so', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const Cookie = await cookieOf(db, ben);
  for (const named of [String(ada.id), '', `0${ben.id}`, `${ben.id},${ada.id}`, 'null'])
    expect(await statusOf(db, { Cookie, 'X-Muster-User': named })).toBe(401);
  expect(await statusOf(db, { Cookie })).toBe(200);
});

test('naming somebody signs nobody in', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  expect(await statusOf(db, { 'X-Muster-User': String(id) })).toBe(401);
});
