import { expect, test } from 'vitest';
import { cardDigest, parseBadge } from '#domain/check-in/badge';
import { toBase64Url } from '#domain/encoding';
import { testServices } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, settings, user } from '../helpers/factories';
import { phoneOf } from '../helpers/phone';

const DAY_MS = 86_400_000;

test('the pack holds the registers of today with their keys, cards and devices', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db, { open: false });
  const phone = await phoneOf(db, student);
  const admin = await user(db, { role: 'admin' });
  const [card] = await as(db, admin).badge.issueCards({ studentIds: [student.id] });
  const badge = parseBadge(card?.badge ?? '');
  const pack = await as(db, teacher).offline.dayPack();
  expect(pack).toMatchObject({ userId: teacher.id, day: '2026-09-07', serverNow: NOW, codeTtlMinutes: 15 });
  expect(pack.classSessions).toMatchObject([
    { classSession: { id: session.id, state: 'scheduled' }, rows: [{ studentId: student.id }], revision: 0 },
  ]);
  expect(pack.classSessions[0]?.key).toBe(toBase64Url(await testServices(db).codeKeys.raw(session.id, 0)));
  expect(pack.cards).toEqual([{ studentId: student.id, digest: badge?.kind === 'card' && (await cardDigest(badge.secret)) }]);
  expect(pack.devices).toEqual([{ studentId: student.id, deviceId: phone.deviceId, publicKey: phone.publicKey }]);
});

test('the pack ends with the local day', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'Asia/Tokyo' });
  const pack = await as(db, await user(db, { role: 'teacher' })).offline.dayPack();
  expect(pack).toMatchObject({ day: '2026-09-07', validUntil: Date.UTC(2026, 8, 7, 15, 0), classSessions: [] });
});

test('other days, cancelled class sessions and other sections stay out', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db, { open: false });
  await classSession(db, { sectionId: section.id, startsAt: NOW + DAY_MS });
  await classSession(db, { sectionId: section.id, startsAt: NOW + 2 * 3_600_000, state: 'cancelled' });
  await classroom(db, { open: false });
  const pack = await as(db, teacher).offline.dayPack();
  expect(pack.classSessions.map(({ classSession: { id } }) => id)).toEqual([session.id]);
});

test('revoked cards and devices stay out', async () => {
  await using db = await testDb();
  const { teacher, student } = await classroom(db, { open: false });
  await phoneOf(db, student);
  await db.$client.execute({ sql: 'update devices set revoked_at = ?', args: [NOW] });
  const pack = await as(db, teacher).offline.dayPack();
  expect(pack).toMatchObject({ cards: [], devices: [] });
});

test('however many class sessions, it takes the same few reads', async () => {
  await using db = await testDb();
  const { teacher, section } = await classroom(db, { open: false, students: 3 });
  const readsOfPack = async () => {
    let reads = 0;
    const { execute } = db.$client;
    db.$client.execute = ((...args: Parameters<typeof execute>) => {
      reads++;
      return execute.apply(db.$client, args);
    }) as typeof execute;
    await as(db, teacher).offline.dayPack();
    db.$client.execute = execute;
    return reads;
  };
  const one = await readsOfPack();
  for (let hour = 2; hour < 7; hour++) await classSession(db, { sectionId: section.id, startsAt: NOW + hour * 3_600_000 });
  expect(await readsOfPack()).toBe(one);
  expect(one).toBeLessThanOrEqual(5);
});
