/** Own messages: the latest first, page by page, read when their reader says so; never anybody else's. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { notifications } from '#db/schema';
import type { Notification } from '#domain/message/notification';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

async function messages(db: Database, userId: number, count: number, given: Partial<typeof notifications.$inferInsert> = {}) {
  const row = (n: number) => ({
    userId,
    kind: 'text' as const,
    facts: { title: `Message ${n}`, body: 'Body' },
    createdAt: NOW + n,
    ...given,
  });
  return db
    .insert(notifications)
    .values(Array.from({ length: count }, (_, index) => row(index + 1)))
    .returning();
}

const titleOf = (message: Notification) => message.kind === 'text' && message.facts.title;

test('messages come the latest first, in pages, and only one’s own', async () => {
  await using db = await testDb();
  const [reader, other] = [await user(db), await user(db)];
  await messages(db, other.id, 2);
  await messages(db, reader.id, 31);
  await messages(db, reader.id, 1, { retractedAt: NOW });
  const { call } = api(db, { actor: reader, now: NOW + 1000 });
  const first = await call.notification.mine({});
  expect(first).toMatchObject({ unread: 31 });
  expect(first.rows.map(titleOf).slice(0, 2)).toEqual(['Message 31', 'Message 30']);
  const second = await call.notification.mine({ after: first.next ?? 0 });
  expect(second).toMatchObject({ rows: [{ facts: { title: 'Message 1' }, readAt: null }], unread: 31, next: null });
});

test('a message is read when its reader says so, and stays read since then', async () => {
  await using db = await testDb();
  const reader = await user(db);
  const [first, second] = await messages(db, reader.id, 2);
  const at = (now: number) => api(db, { actor: reader, now }).call.notification;
  await at(NOW + 100).mine({});
  expect(await at(NOW + 100).mine({})).toMatchObject({ unread: 2 });
  await at(NOW + 100).markRead({ ids: [first?.id ?? 0] });
  await at(NOW + 200).markRead({ ids: [first?.id ?? 0] });
  expect(await at(NOW + 200).mine({})).toMatchObject({ unread: 1, rows: [{ readAt: null }, { readAt: NOW + 100 }] });
  expect(await at(NOW + 300).markRead({ upTo: second?.id ?? 0 })).toEqual({ read: 1 });
  expect(await at(NOW + 300).mine({})).toMatchObject({ unread: 0 });
});

test('nobody marks the messages of somebody else', async () => {
  await using db = await testDb();
  const [reader, other] = [await user(db), await user(db, { role: 'admin' })];
  const [theirs] = await messages(db, reader.id, 1);
  const door = api(db, { actor: other }).call.notification;
  expect(await refusalOf(door.markRead({ ids: [theirs?.id ?? 0] }))).toMatchObject({ code: 'not-found' });
  expect(await door.markRead({ upTo: theirs?.id ?? 0 })).toEqual({ read: 0 });
  expect((await db.select().from(notifications))[0]).toMatchObject({ readAt: null });
  expect(await refusalOf(api(db).call.notification.mine({}))).toMatchObject({ code: 'unauthenticated' });
});

test('an inbox is read without reading all messages from end to end', async () => {
  await using db = await testDb();
  const reader = await user(db);
  await messages(db, reader.id, 3);
  const { call } = api(db, { actor: reader });
  expect(await fullScans(db, ['notifications'], () => call.notification.mine({}))).toEqual([]);
  expect(await fullScans(db, ['notifications'], () => call.notification.markRead({ upTo: 3 }))).toEqual([]);
});
