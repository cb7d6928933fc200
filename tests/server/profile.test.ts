/** One's own details, photo and password: what is kept, who may see it, and what a change ends. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { queryRows } from '#db/query';
import { auditEvents, deliveries, userPhotos, users } from '#db/schema';
import { PHOTO_AT } from '#db/sql/photo-at';
import { MINUTE_MS } from '#domain/duration';
import { toBase64Url } from '#domain/encoding';
import { api, browser, refusalOf } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, PASSWORD, PASSWORD_HASH, section, staffing, user } from '../helpers/factories';
import { jpeg, webp } from '../helpers/pictures';

const NEW_PASSWORD = 'seven purple lanterns';

test('details are saved as typed, empty ones as none, and the log says what changed but not the phone number', async () => {
  await using db = await testDb();
  const ada = await user(db, { name: 'Ada Lovelace', locale: 'en-US' });
  const other = await user(db);
  const { call } = api(db, { actor: ada });
  const input = { name: ' Ada King ', preferredName: 'Ada', phone: '+44 20 7946 0000', locale: '' as const };
  expect(await call.profile.edit(input)).toEqual({ outcome: 'saved' });
  expect(await call.user.profile()).toMatchObject({
    name: 'Ada Lovelace',
    requestedName: 'Ada King',
    preferredName: 'Ada',
    phone: '+44 20 7946 0000',
    ownLocale: null,
  });
  const [event, ...more] = await db.select().from(auditEvents);
  expect(event).toMatchObject({ actorId: ada.id, action: 'profile.edited', subject: `user:${ada.id}` });
  expect(event?.detail).toEqual({
    changes: {
      requestedName: { from: null, to: 'Ada King' },
      preferredName: { from: null, to: 'Ada' },
      locale: { from: 'en-US', to: null },
    },
    hidden: ['phone'],
  });
  expect(more).toEqual([]);
  await call.profile.edit(input);
  expect(await db.select().from(auditEvents)).toHaveLength(1);
  const [untouched] = await db.select().from(users).where(eq(users.id, other.id));
  expect(untouched).toEqual(other);
});

test('somebody’s own way of writing dates is used wherever they read them; others follow the school', async () => {
  await using db = await testDb();
  const ada = await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH, locale: 'en-US' });
  const page = browser(db);
  await (await page.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  const { call } = await page.request();
  expect((await call.school.profile()).locale).toBe('en-US');
  expect((await call.timetable.mine({ from: '2026-09-07', until: '2026-09-07' })).locale).toBe('en-US');
  expect((await api(db, { actor: await user(db) }).call.school.profile()).locale).toBe('en-GB');
});

test.each([
  ['name', { name: ' ' }],
  ['phone', { phone: 'call me' }],
  ['locale', { locale: 'xx' }],
  ['preferredName', { preferredName: 'x'.repeat(61) }],
])('a %s that cannot be is refused at its field', async (field, given) => {
  await using db = await testDb();
  const actor = await user(db);
  const refused = await refusalOf(api(db, { actor }).call.profile.edit({ name: 'Ada Lovelace', ...given } as never));
  expect(Object.keys(refused.fieldErrors ?? {})).toEqual([field]);
});

test('a photo is kept, replaced, seen and removed by its owner', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const { call } = api(db, { actor: ada });
  await call.profile.setPhoto({ bytes: toBase64Url(jpeg(64, 64)) });
  const picture = webp(256, 256);
  expect(await call.profile.setPhoto({ bytes: toBase64Url(picture) })).toEqual({ updatedAt: NOW });
  expect(await call.profile.photo({ userId: ada.id })).toEqual({ type: 'image/webp', bytes: toBase64Url(picture) });
  expect(await call.user.profile()).toMatchObject({ photoAt: NOW });
  expect(await db.select().from(userPhotos)).toHaveLength(1);
  await call.profile.removePhoto();
  await call.profile.removePhoto();
  expect(await refusalOf(call.profile.photo({ userId: ada.id }))).toMatchObject({ code: 'not-found' });
});

test('of a photo only the picture is kept: not when and where it was taken', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await user(db) });
  const taken = jpeg(64, 64);
  expect(new TextDecoder('latin1').decode(taken)).toContain('GPS 51.5N');
  await call.profile.setPhoto({ bytes: toBase64Url(taken) });
  const [kept] = await db.select().from(userPhotos);
  expect(new TextDecoder('latin1').decode(kept?.bytes)).not.toMatch(/GPS|Exif|home/);
  expect(kept?.type).toBe('image/jpeg');
});

test('wherever staff see people, they are told of photos, and an index answers for the pictures', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const admin = await user(db, { role: 'admin' });
  const waiting = await user(db, { state: 'pending' });
  for (const person of [room.student, room.teacher, waiting])
    await db
      .insert(userPhotos)
      .values({ userId: person.id, type: 'image/webp', bytes: Buffer.from(webp(256, 256)), updatedAt: 7 });
  const [teacher, office] = [as(db, room.teacher), as(db, admin)];
  const register = await teacher.classSession.register({ classSessionId: room.session.id });
  const photosOf = (rows: { photoAt: number | null }[]) => rows.map(({ photoAt }) => photoAt).sort();
  expect(photosOf(register.rows)).toEqual([7, null]);
  expect(photosOf((await teacher.offline.dayPack()).classSessions[0]?.rows ?? [])).toEqual([7, null]);
  expect(photosOf((await teacher.badge.cards({ sectionId: room.section.id })).holders)).toEqual([7, null]);
  expect(photosOf((await office.section.get({ sectionId: room.section.id })).staff)).toEqual([7, null]);
  expect((await office.user.pending({})).people).toMatchObject([{ id: waiting.id, photoAt: 7 }]);
  const { people } = await office.person.list({
    search: '',
    role: null,
    show: 'current',
    sort: 'name',
    isDescending: false,
    after: null,
  });
  expect(people.filter(({ photoAt }) => photoAt === 7)).toHaveLength(3);
  const plan = await queryRows<{ detail: string }>(db, `explain query plan select ${PHOTO_AT} from users u where u.id = 1`);
  expect(plan.map(({ detail }) => detail)).toContain('SEARCH photo USING COVERING INDEX user_photos_shown (user_id=?)');
});

test.each([
  ['nothing', new Uint8Array(0), 'Choose a picture'],
  ['HTML named photo.jpg', new TextEncoder().encode('<script>alert(1)</script>'.repeat(20)), 'not a JPEG or WebP'],
  ['a GIF', new TextEncoder().encode(`GIF89a${'x'.repeat(200)}`), 'not a JPEG or WebP'],
  ['a WebP that is too wide', webp(257, 257), 'too large'],
  ['a JPEG that is too tall', jpeg(256, 257), 'too large'],
  ['a JPEG that is not square', jpeg(200, 100), 'square'],
  ['a JPEG with too many bytes', jpeg(100, 100, 60_001), 'too large'],
  ['a JPEG cut short', jpeg(100, 100).slice(0, 12), 'not a JPEG or WebP'],
])('%s is refused as a photo', async (_name, bytes, message) => {
  await using db = await testDb();
  const actor = await user(db);
  const refused = await refusalOf(api(db, { actor }).call.profile.setPhoto({ bytes: toBase64Url(bytes) }));
  expect(refused).toMatchObject({ code: 'invalid', fieldErrors: { photo: [expect.stringContaining(message)] } });
  expect(await db.select().from(userPhotos)).toEqual([]);
});

test('a photo is seen by staff and students of one section and by administrators, and by nobody else', async () => {
  await using db = await testDb();
  const [ada, classmate, stranger] = [await user(db), await user(db), await user(db)];
  const [teacher, colleague, other] = [
    await user(db, { role: 'teacher' }),
    await user(db, { role: 'assistant' }),
    await user(db, { role: 'teacher' }),
  ];
  const admin = await user(db, { role: 'admin' });
  const { id: sectionId } = await section(db);
  for (const person of [teacher, colleague]) await staffing(db, { sectionId, person });
  for (const { id: studentId } of [ada, classmate]) await enrolment(db, { sectionId, studentId });
  for (const actor of [ada, teacher]) await api(db, { actor }).call.profile.setPhoto({ bytes: toBase64Url(webp(8, 8)) });
  const sees = async (actor: typeof ada, userId: number) =>
    api(db, { actor })
      .call.profile.photo({ userId })
      .then(
        () => true,
        () => false,
      );
  const looking = [ada, classmate, stranger, teacher, colleague, other, admin];
  expect(await Promise.all(looking.map((actor) => sees(actor, ada.id)))).toEqual([true, false, false, true, true, false, true]);
  expect(await Promise.all(looking.map((actor) => sees(actor, teacher.id)))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    true,
  ]);
  expect(await refusalOf(api(db).call.profile.photo({ userId: ada.id }))).toMatchObject({ code: 'unauthenticated' });
});

test('a new password ends every other sign-in and is on the log; this browser stays', async () => {
  await using db = await testDb();
  const ada = await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH });
  const mail = { send: async () => undefined };
  const [here, there] = [browser(db, { mail }), browser(db)];
  for (const each of [here, there]) await (await each.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  const { call } = await here.request();
  expect(await call.profile.changePassword({ current: PASSWORD, password: NEW_PASSWORD })).toEqual({ outcome: 'changed' });
  expect((await here.request()).ctx.actor?.id).toBe(ada.id);
  expect((await there.request()).ctx.actor).toBeNull();
  expect(await db.select().from(auditEvents)).toMatchObject([{ actorId: ada.id, action: 'password.changed' }]);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: ada.id, kind: 'password-changed' }]);
  expect(await api(db).call.auth.signIn({ email: ada.email, password: NEW_PASSWORD })).toMatchObject({ outcome: 'signed-in' });
});

test('the old password is asked for, ten wrong ones in a quarter of an hour, and a weak new one is refused', async () => {
  await using db = await testDb();
  const actor = await user(db, { passwordHash: PASSWORD_HASH });
  const change = (current: string, password: string, now = NOW) =>
    refusalOf(api(db, { actor, now }).call.profile.changePassword({ current, password }));
  expect(await change(PASSWORD, 'password1234')).toMatchObject({ fieldErrors: { password: [expect.stringContaining('easy')] } });
  for (let count = 0; count < 10; count++)
    expect(await change('wrong', NEW_PASSWORD)).toMatchObject({
      code: 'invalid',
      fieldErrors: { current: [expect.any(String)] },
    });
  expect(await change(PASSWORD, NEW_PASSWORD)).toMatchObject({ code: 'rate-limited' });
  expect(await change('wrong', NEW_PASSWORD, NOW + 15 * MINUTE_MS)).toMatchObject({ code: 'invalid' });
  const [row] = await db.select().from(users);
  expect(row?.passwordHash).toBe(PASSWORD_HASH);
});

test('who has no password cannot set one here: no password is right', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const refused = await refusalOf(api(db, { actor }).call.profile.changePassword({ current: 'x', password: NEW_PASSWORD }));
  expect(refused).toMatchObject({ code: 'invalid' });
});
