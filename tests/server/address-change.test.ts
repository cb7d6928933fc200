/** Another address of an account: seen before it is applied, told to the former one, and proved by nobody yet. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { deliveries, oneTimeCodes, users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { placeholderAddress } from '#domain/person/placeholder-address';
import { smtpMail } from '#server/channels/smtp';
import { deliverMails } from '#server/delivery/deliver';
import { runImports } from '#server/services/import/import-run';
import { api, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, user } from '../helpers/factories';
import { importsOf, rosterOf } from '../helpers/import-files';
import { openMailbox, recipientOf } from '../helpers/mailbox';

const FROM = 'Hill School <attendance@school.test>';

const admin = (db: Database) => user(db, { role: 'admin', email: 'grace@school.test' });

const rosterWith = (...people: string[]) =>
  rosterOf({ users: ['sourcedId,givenName,familyName,role,email', ...people].join('\n') }, { mode: 'delta' });

const link = (userId: number) => ({ hash: `of ${userId}`, purpose: 'confirm' as const, userId, expiresAt: NOW + DAY_MS });

/** Ada with a proved address and a link on its way to it. */
async function proved(db: Database, given = {}) {
  const named = { name: 'Ada Lovelace', email: 'ada@old.test', sourcedId: 'u1', passwordHash: PASSWORD_HASH };
  const ada = await user(db, { ...named, emailConfirmedAt: 1, ...given });
  await db.insert(oneTimeCodes).values(link(ada.id));
  return ada;
}

test('an import shows from and to before it is applied, tells the former address when it is, and again when it is undone', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const actor = await admin(db);
  const ada = await proved(db);
  const ben = await proved(db, { name: 'Ben Jones', email: placeholderAddress('u2'), sourcedId: 'u2' });
  await proved(db, { name: 'Cy Young', email: 'cy@old.test', sourcedId: 'u3' });
  const { upload, rows, call } = importsOf(db, actor);
  const file = ['u1,Ada,Lovelace,student,ada@new.test', 'u2,Ben,Jones,student,ben@new.test', 'u3,Cy,Younger,student,cy@old.test'];
  const batchId = await upload(rosterWith(...file));
  expect((await rows(batchId)).map(({ verdict, message }) => [verdict, message])).toEqual([
    ['update', 'Address: ada@old.test → ada@new.test.'],
    ['update', 'Address: no email address → ben@new.test.'],
    ['update', null],
  ]);
  await call.import.applyBatch({ batchId });
  await runImports(testServices(db, { mail }));
  await deliverMails(testServices(db, { mail }));
  const told = await mailbox.nextTo('ada@old.test');
  expect(told.subject).toMatch(/has another address/);
  expect(told.text).not.toContain('ada@new.test');
  expect(mailbox.mails).toHaveLength(1);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: ada.id, address: 'ada@old.test', sentAt: NOW }]);
  const now = await db.select().from(users);
  expect(now.slice(1).map(({ email, emailConfirmedAt }) => [email, emailConfirmedAt])).toEqual([
    ['ada@new.test', null],
    ['ben@new.test', null],
    ['cy@old.test', 1],
  ]);
  expect((await db.select().from(oneTimeCodes)).map(({ userId }) => userId)).toEqual([ben.id + 1]);
  await call.import.undoBatch({ batchId });
  await runImports(testServices(db, { mail }));
  await deliverMails(testServices(db, { mail }));
  expect(mailbox.mails.map(recipientOf).sort()).toEqual(['ada@new.test', 'ada@old.test', 'ben@new.test']);
  expect((await db.select().from(users).where(eq(users.id, ada.id)))[0]).toMatchObject({
    email: 'ada@old.test',
    emailConfirmedAt: null,
  });
});

test('a confirmed address or a name asked for is no reason not to undo an import', async () => {
  await using db = await testDb();
  const { upload, apply, undo } = importsOf(db, await admin(db));
  const batchId = await upload(rosterWith('u1,Ada,Lovelace,student,ada@new.test'));
  await apply(batchId);
  await db.update(users).set({ emailConfirmedAt: NOW, requestedName: 'Ada King' }).where(eq(users.email, 'ada@new.test'));
  expect(await undo(batchId)).toMatchObject({ state: 'undone' });
  expect(await db.select().from(users)).toHaveLength(1);
});

test('an administrator who changes an address by hand: the former one is told, unless it stands for none', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const { call } = api(db, { actor: await admin(db), mail });
  const ada = await proved(db);
  const ben = await user(db, { name: 'Ben Jones', email: placeholderAddress('u2') });
  const details = { preferredName: null, phone: null };
  await call.person.edit({ ...details, personId: ada.id, name: 'Ada King', email: ada.email });
  expect(await db.select().from(oneTimeCodes)).toHaveLength(1);
  await call.person.edit({ ...details, personId: ada.id, name: 'Ada King', email: 'ada@new.test' });
  await call.person.edit({ ...details, personId: ben.id, name: ben.name, email: 'ben@new.test' });
  await deliverMails(testServices(db, { mail }));
  expect(mailbox.mails.map(recipientOf)).toEqual(['ada@old.test']);
  expect((await db.select().from(users).where(eq(users.id, ada.id)))[0]?.emailConfirmedAt).toBeNull();
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
});

test('where there is no mail, none waits for one', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await admin(db) });
  const { id: personId, name } = await proved(db);
  await call.person.edit({ personId, name, preferredName: null, email: 'ada@new.test', phone: null });
  expect(await db.select().from(deliveries)).toEqual([]);
});
