/** One rule of names at every door: whatever a person or a file calls somebody, and the other texts that others read. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { users } from '#db/schema';
import { issueSetUpCode } from '#server/auth/account/set-up';
import { api, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { section, user } from '../helpers/factories';
import { bytesOf, importsOf, rosterOf } from '../helpers/import-files';

const PASSWORD = 'seven purple lanterns';
const TURNED = '\u202eevil\u202c Reversed';

const admin = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });

/** Every way a name comes in by hand. */
const DOORS: Record<string, (db: Database, name: string) => Promise<unknown>> = {
  'sign-up': (db, name) => api(db).call.auth.signUp({ name, email: 'x@school.test', password: PASSWORD, role: 'student' }),
  'set-up': async (db, name) => {
    const code = (await issueSetUpCode(testServices(db))) ?? '';
    return api(db).call.auth.setUp({
      code,
      schoolName: 'Hill School',
      zone: 'Europe/London',
      name,
      email: 'x@school.test',
      password: PASSWORD,
    });
  },
  'an invitation': async (db, name) => {
    const { call } = api(db, { actor: await admin(db) });
    const { url } = await call.invitation.link({ userId: (await user(db)).id });
    return call.auth.acceptInvitation({ code: url.slice(url.indexOf('#') + 1), name, password: PASSWORD });
  },
  'one’s own name': async (db, name) => api(db, { actor: await user(db) }).call.profile.edit({ name } as never),
  'what one likes to be called': async (db, preferredName) =>
    api(db, { actor: await user(db) }).call.profile.edit({ name: 'Ada Lovelace', preferredName } as never),
  'a person added': async (db, name) =>
    api(db, { actor: await admin(db) }).call.person.add({ name, email: 'x@school.test', role: 'student' } as never),
  'a person corrected': async (db, name) => {
    const { id: personId, email } = await user(db);
    return api(db, { actor: await admin(db) }).call.person.edit({ personId, email, name } as never);
  },
};

test.each(Object.entries(DOORS))('%s takes one letter of any script, and nothing that cannot be seen', async (_door, enter) => {
  await using db = await testDb();
  for (const name of [TURNED, 'Ada\u0000', 'Ana\u200b Maria', '123'])
    expect(Object.keys((await refusalOf(enter(db, name))).fieldErrors ?? {})).toEqual([expect.stringMatching(/name/i)]);
  await enter(db, ' 李 ');
  const kept = (await db.select().from(users)).flatMap(({ name, preferredName, requestedName }) => [
    name,
    preferredName,
    requestedName,
  ]);
  expect(kept).toContain('李');
});

test('a line of a class list with such a name is refused with the reason, and the others come in in one form', async () => {
  await using db = await testDb();
  const { id: sectionId } = await section(db);
  const { upload, apply, rows } = importsOf(db, await admin(db));
  const lines = [`a@school.test,${TURNED}`, 'b@school.test,Zoe\u0308  Bronte\u0308', 'c@school.test,U', 'd@school.test,علی‌رضا'];
  const batchId = await upload(bytesOf(lines.join('\n')), { kind: 'enrolments', createMissing: true, sectionId });
  expect((await rows(batchId)).map(({ verdict, message }) => [verdict, message])).toEqual([
    ['refused', 'The name has a character that cannot be seen. Type it again.'],
    ...Array.from({ length: 3 }, () => ['create', 'New student, waiting for approval.']),
  ]);
  await apply(batchId);
  const names = (await db.select().from(users)).slice(1).map(({ name }) => name);
  expect(names).toEqual(['Zo\u00eb Bront\u00eb', 'U', 'علی‌رضا']);
});

test('in a OneRoster file such names are refused, and titles lose such characters', async () => {
  await using db = await testDb();
  const { upload, apply, rows } = importsOf(db, await admin(db));
  const people = [
    'sourcedId,givenName,familyName,preferredGivenName,role,email',
    `1,${TURNED},Smith,,student,a@school.test`,
    '2,Ada,Lovelace,Countess\u2066,student,b@school.test',
    '3,李,,,student,c@school.test',
    '4,Zoe\u0308,Bronte\u0308,Zo,student,d@school.test',
  ];
  const orgs = 'sourcedId,name,type\no1,Art\u202e &  Craft,department';
  const batchId = await upload(rosterOf({ orgs, users: people.join('\n') }));
  const found = await rows(batchId);
  expect(found.map(({ verdict, subject }) => `${verdict} ${subject}`)).toEqual([
    'create Art & Craft',
    'refused evil Reversed Smith (a@school.test)',
    'refused Ada Lovelace (b@school.test)',
    'create 李 (c@school.test)',
    'create Zo\u00eb Bront\u00eb (d@school.test)',
  ]);
  await apply(batchId);
  expect((await db.select().from(users)).slice(1)).toMatchObject([
    { name: '李', preferredName: null },
    { name: 'Zo\u00eb Bront\u00eb', preferredName: 'Zo' },
  ]);
});
