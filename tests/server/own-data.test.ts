/** The export of one's own data: all of one's own, nothing of others', no secret. */
import { expect, test } from 'vitest';
import { attendance, corrections, devices, leaves, notifications } from '#db/schema';
import { toBase64Url } from '#domain/encoding';
import { deliverMails } from '#server/delivery/deliver';
import { api, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, PASSWORD_HASH, section, user } from '../helpers/factories';
import { webp } from '../helpers/pictures';
import { fullScans } from '../helpers/query-plan';

test('a student’s document holds their own records, and nobody else’s', async () => {
  await using db = await testDb();
  const [ada, eve] = [
    await user(db, { name: 'Ada Lovelace', phone: '+44 20 7946 0000', passwordHash: PASSWORD_HASH }),
    await user(db, { name: 'Eve Other' }),
  ];
  const { id: sectionId } = await section(db);
  const { id: classSessionId } = await classSession(db, { sectionId, state: 'closed' });
  for (const { id: studentId } of [ada, eve]) {
    await enrolment(db, { sectionId, studentId });
    const mark = { source: 'teacher' as const, version: 1, actorName: 'Grace Hopper', actorRole: 'teacher', changedAt: NOW };
    await db.insert(attendance).values({ ...mark, classSessionId, studentId, status: 'late' });
    const asked = { classSessionId, studentId, reason: `reason of ${studentId}`, requestedAt: NOW, state: 'open' as const };
    await db.insert(corrections).values(asked);
    const leave = {
      studentId,
      requestedById: studentId,
      reason: `leave of ${studentId}`,
      requestedAt: NOW,
      state: 'open' as const,
    };
    const days = { fromDay: '2026-09-08', untilDay: '2026-09-09', startsAt: NOW, endsAt: NOW + 1 };
    await db.insert(leaves).values({ ...leave, ...days, actionId: `leave-${studentId}` });
    await db
      .insert(notifications)
      .values({ userId: studentId, kind: 'name-declined', facts: { name: `to ${studentId}` }, createdAt: NOW });
    const publicKey = { kty: 'EC' as const, crv: 'P-256' as const, x: 'x', y: 'y' };
    await db.insert(devices).values({ id: `device-${studentId}`, userId: studentId, publicKey, name: 'Phone', createdAt: NOW });
  }
  const { call } = api(db, { actor: ada });
  const bytes = toBase64Url(webp(8, 8));
  await call.profile.setPhoto({ bytes });
  const document = await call.profile.export();
  expect(document).toMatchObject({
    about: { zone: 'UTC', madeAt: NOW },
    person: { id: ada.id, name: 'Ada Lovelace', email: ada.email, phone: '+44 20 7946 0000' },
    photo: { type: 'image/webp', bytes },
    enrolments: [{ fromDay: '2026-01-01', untilDay: null }],
    marks: [{ classSessionId, status: 'late', source: 'teacher' }],
    markHistory: [{ from: null, to: 'late', changedBy: 'teacher' }],
    corrections: [{ reason: `reason of ${ada.id}` }],
    leaves: [{ fromDay: '2026-09-08', reason: `leave of ${ada.id}` }],
    notifications: [{ kind: 'name-declined', facts: { name: `to ${ada.id}` } }],
    devices: [{ id: `device-${ada.id}` }],
  });
  const text = JSON.stringify(document);
  for (const foreign of [
    'Eve Other',
    `device-${eve.id}`,
    `to ${eve.id}`,
    `leave of ${eve.id}`,
    'Grace Hopper',
    PASSWORD_HASH,
    'scrypt',
  ])
    expect(text).not.toContain(foreign);
});

/** Tables that grow with every student, day, mark or sign-in. */
const GROWING = [
  ...['attendance', 'attendance_events', 'audit_events', 'badge_cards', 'claims', 'class_sessions', 'corrections', 'devices'],
  ...['enrolments', 'leaves', 'login_sessions', 'notifications', 'one_time_codes', 'deliveries', 'passkeys', 'section_staff'],
  ...['user_photos', 'users'],
];

test('what is read of one’s account is found by indexes, whatever the size of the school', async () => {
  await using db = await testDb();
  const [actor, admin] = [await user(db), await user(db, { role: 'admin' })];
  const { call } = api(db, { actor });
  const uses = [
    () => call.profile.export(),
    () => call.user.profile(),
    () => call.profile.photo({ userId: actor.id }).catch(() => null),
    () => call.passkey.mine(),
    () => call.auth.forgotPassword({ email: actor.email }),
    () => call.auth.lookAtInvitation({ code: 'X' }).catch(() => null),
    () => api(db, { actor: admin }).call.invitation.access({ userId: actor.id }),
    () => deliverMails(testServices(db, { mail: { send: async () => undefined } })),
  ];
  for (const use of uses) expect(await fullScans(db, GROWING, use)).toEqual([]);
});

test('a stranger has no document', async () => {
  await using db = await testDb();
  expect(await refusalOf(api(db).call.profile.export())).toMatchObject({ code: 'unauthenticated' });
});
