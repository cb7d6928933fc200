/** Accounts made, corrected and deleted by an administrator. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, users } from '#db/schema';
import { refusalOf } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, section, settings, user } from '../helpers/factories';

const boss = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });
const ADA = { name: ' Ada Lovelace ', email: 'Ada@School.Test', role: 'student' as const };

test('a person is added active, without a password, under the folded address', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { personId } = await as(db, actor).person.add({ ...ADA, preferredName: '', phone: ' 0123 ' });
  const [row] = await db.select().from(users).where(eq(users.id, personId));
  expect(row).toMatchObject({
    ...{ name: 'Ada Lovelace', email: 'ada@school.test', role: 'student', state: 'active', passwordHash: null },
    ...{ preferredName: null, phone: '0123', createdAt: NOW, approvedAt: NOW, approvedById: actor.id },
  });
  expect(await db.select().from(auditEvents)).toMatchObject([
    { action: 'user.added', subject: `user:${personId}`, actorId: actor.id, detail: { name: 'Ada Lovelace', role: 'student' } },
  ]);
});

test('an address is taken in whatever case it is written; whoever left gives it on', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const former = await user(db, { email: 'ada@school.test' });
  const refusal = await refusalOf(as(db, actor).person.add(ADA));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { email: [expect.stringContaining('Somebody else')] } });
  expect(await db.select().from(auditEvents)).toEqual([]);
  await db.update(users).set({ archivedAt: NOW }).where(eq(users.id, former.id));
  const { personId } = await as(db, actor).person.add(ADA);
  const emails = new Map((await db.select().from(users)).map(({ id, email }) => [id, email]));
  expect([emails.get(former.id), emails.get(personId)]).toEqual([`former-${former.id}@no-address.invalid`, 'ada@school.test']);
});

test('a family name of several words is kept where the name ends in it', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ana = { ...ADA, name: 'Ana de la Cruz', familyName: ' de la  Cruz' };
  const { personId } = await as(db, actor).person.add(ana);
  const keptOf = async () => (await as(db, actor).person.get({ personId })).person.familyName;
  expect(await keptOf()).toBe('de la Cruz');
  const refusal = await refusalOf(as(db, actor).person.edit({ ...ana, personId, familyName: 'van Dyk' }));
  expect(refusal.fieldErrors).toHaveProperty('familyName');
  expect((await as(db, actor).person.edit({ ...ana, personId, familyName: 'Cruz' })).changed).toEqual(['familyName']);
  expect(await keptOf()).toBeNull();
});

test('a number is that of one of those who are here', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  await user(db, { studentNumber: '77', archivedAt: NOW });
  const { personId } = await as(db, actor).person.add({ ...ADA, studentNumber: ' 77 ' });
  const bob = await user(db, { name: 'Bob' });
  const edit = { personId: bob.id, name: 'Robert', email: 'bob@elsewhere.test', studentNumber: '77' };
  for (const wanted of [
    as(db, actor).person.edit(edit),
    as(db, actor).person.add({ ...ADA, email: 'x@x.test', studentNumber: '77' }),
  ])
    expect((await refusalOf(wanted)).fieldErrors).toHaveProperty('studentNumber');
  expect(await db.select().from(users).where(eq(users.id, bob.id))).toMatchObject([{ name: 'Bob', email: bob.email }]);
  await as(db, actor).person.edit({ ...ADA, personId, studentNumber: '' });
  expect((await as(db, actor).person.edit(edit)).changed).toContain('studentNumber');
  expect((await as(db, actor).person.list({ search: '77', show: 'current' })).people).toMatchObject([{ name: 'Robert' }]);
});

test('the school’s domains hold for people that an administrator adds or corrects, administrators excepted', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  await settings(db, { emailDomains: { student: ['pupils.test'], teacher: [], assistant: [] } });
  expect((await refusalOf(as(db, actor).person.add(ADA))).fieldErrors).toHaveProperty('email');
  const { personId } = await as(db, actor).person.add({ ...ADA, email: 'ada@pupils.test' });
  const moved = as(db, actor).person.edit({ personId, name: 'Ada', email: 'ada@elsewhere.test' });
  expect((await refusalOf(moved)).fieldErrors).toHaveProperty('email');
  await as(db, actor).person.add({ ...ADA, role: 'admin' });
});

test('a correction is noted with from and to, and only of what changed', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { id, email } = await user(db, { name: 'Ada Lovelace', phone: '1' });
  const { changed } = await as(db, actor).person.edit({ personId: id, name: 'Ada King', email, phone: '' });
  expect(changed).toEqual(['name', 'phone']);
  expect(await db.select().from(auditEvents)).toMatchObject([
    {
      action: 'user.edited',
      detail: { changes: { name: { from: 'Ada Lovelace', to: 'Ada King' }, phone: { from: '1', to: null } } },
    },
  ]);
  expect(await as(db, actor).person.edit({ personId: id, name: 'Ada King', email })).toEqual({ changed: [] });
  expect(await db.select().from(auditEvents)).toHaveLength(1);
});

test('another address ends links that were sent to the former one', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { id } = await user(db);
  const add = (hash: string, purpose: string) =>
    db.$client.execute({
      sql: 'insert into one_time_codes (hash, purpose, user_id, expires_at) values (?, ?, ?, ?)',
      args: [hash, purpose, id, NOW + 1],
    });
  await add('a', 'invite');
  await add('b', 'reset');
  await add('c', 'passkey');
  await as(db, actor).person.edit({ personId: id, name: 'Ada', email: 'other@school.test' });
  expect((await db.$client.execute('select hash from one_time_codes')).rows.map(({ hash }) => hash)).toEqual(['c']);
});

test('another’s address, an unknown person and a missing name are refused', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const [ada, bob] = [await user(db), await user(db)];
  const edit = (personId: number, email: string, name = 'Some Body') => as(db, actor).person.edit({ personId, name, email });
  expect((await refusalOf(edit(ada.id, bob.email.toUpperCase()))).fieldErrors).toHaveProperty('email');
  expect((await refusalOf(edit(4711, 'x@school.test'))).code).toBe('not-found');
  expect((await refusalOf(edit(ada.id, ada.email, ' '))).fieldErrors).toHaveProperty('name');
});

test('only who has left no trace is deleted; the refusal counts the traces', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const free = await user(db, { name: 'Nobody Yet' });
  const enrolled = await user(db);
  await enrolment(db, { sectionId: (await section(db)).id, studentId: enrolled.id });
  expect(await as(db, actor).person.remove({ personId: free.id })).toEqual({ name: 'Nobody Yet' });
  const refusal = await refusalOf(as(db, actor).person.remove({ personId: enrolled.id }));
  expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('1 enrolment') });
  const opener = await user(db, { role: 'teacher' });
  const { session } = await classroom(db);
  await db.$client.execute({ sql: 'update class_sessions set opened_by_id = ? where id = ?', args: [opener.id, session.id] });
  expect((await refusalOf(as(db, actor).person.remove({ personId: opener.id }))).code).toBe('conflict');
  expect((await refusalOf(as(db, actor).person.remove({ personId: actor.id }))).code).toBe('invalid');
  expect((await refusalOf(as(db, actor).person.remove({ personId: 4711 }))).code).toBe('not-found');
  expect((await db.select().from(auditEvents)).map(({ action }) => action)).toEqual(['user.deleted']);
});
