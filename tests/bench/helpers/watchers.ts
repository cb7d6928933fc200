/** Staff who watch live views, signed in straight in the database: one person may have ten open, and no more. */
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '#db/client';
import * as schema from '#db/schema';
import { insertRows, loadIdsBefore } from '#db/seed/insert';
import { DAY_MS } from '#domain/duration';

const VIEWS_OF_PERSON = 10;

/** Makes administrators for so many views. @returns a cookie for each view */
export async function makeWatchers(db: Database, views: number, now: number): Promise<string[]> {
  const before = (await loadIdsBefore(db.$client))(schema.users);
  const people = Array.from({ length: Math.ceil(views / VIEWS_OF_PERSON) }, (_, index) => {
    return { id: before + index + 1, token: randomBytes(32).toString('base64url') };
  });
  const expiresAt = Math.floor((now + DAY_MS) / 1000);
  const account = { role: 'admin' as const, state: 'active' as const, createdAt: now, approvedAt: now };
  const signIn = { createdAt: now, lastSeenAt: now, expiresAt, userAgent: 'Bench', address: '127.0.0.1' };
  await db.$client.batch(
    [
      ...insertRows(
        schema.users,
        people.map(({ id }) => ({ id, email: `watcher-${id}@bench.school`, name: `Watcher ${id}`, ...account })),
      ),
      ...insertRows(
        schema.loginSessions,
        people.map(({ id, token }) => ({ id: createHash('sha256').update(token).digest('hex'), userId: id, ...signIn })),
      ),
    ],
    'write',
  );
  return Array.from({ length: views }, (_, view) => `muster_session=${people[Math.floor(view / VIEWS_OF_PERSON)]?.token}`);
}
