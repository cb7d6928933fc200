/** Announcements: who may write to whom, who is told, what edits and withdrawals change, and who has read them. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attachments, auditEvents, courses, departments, notifications, sectionStaff, users } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import type { Notification } from '#domain/message/notification';
import { attachmentStore } from '#server/context/attachment-store';
import { purgeExpired } from '#server/jobs/housekeeping';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, section, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const TEXT = { title: 'Trip', body: 'Bring *lunch*.' };
const SCHOOL = { kind: 'school' } as const;

/** A class of two, with an administrator and another class that its staff know nothing of. */
async function school(db: Database) {
  const room = await classroom(db, { students: 2 });
  const admin = await user(db, { role: 'admin' });
  const other = await section(db);
  const stranger = await user(db);
  await enrolment(db, { sectionId: other.id, studentId: stranger.id });
  return { ...room, admin, other, stranger };
}

const toldOf = async (db: Database) =>
  (await db.select({ userId: notifications.userId }).from(notifications)).map(({ userId }) => userId).sort((a, b) => a - b);
const titles = (rows: readonly Notification[]) => rows.map((row) => row.kind === 'announcement' && row.facts.title);

test('to the school: everybody with an account, once, whatever is sent again; its author has read it', async () => {
  await using db = await testDb();
  const { admin, student } = await school(db);
  for (const given of [{ state: 'pending' }, { state: 'suspended' }, { archivedAt: NOW }] as const) await user(db, given);
  const call = as(db, admin).announcement;
  const input = { ...action(), ...TEXT, audience: SCHOOL };
  const published = await call.publish(input);
  expect(published).toEqual({ announcementId: expect.any(Number), recipients: 6 });
  expect(await call.publish({ ...input, title: 'Another' })).toEqual(published);
  expect(await as(db, student).notification.mine({})).toMatchObject({
    rows: [
      {
        kind: 'announcement',
        facts: { announcementId: published.announcementId, ...TEXT, author: admin.name, editedAt: null },
        at: NOW,
        readAt: null,
      },
    ],
    unread: 1,
    next: null,
  });
  expect(await as(db, admin).notification.mine({})).toMatchObject({ rows: [{ readAt: NOW }], unread: 0 });
  const [entry] = await db.select().from(auditEvents).where(eq(auditEvents.action, 'announcement.published'));
  expect(entry).toMatchObject({
    subject: `announcement:${published.announcementId}`,
    detail: { recipients: 6, audience: 'school' },
  });
});

test('to the school by role, and from nobody but administrators', async () => {
  await using db = await testDb();
  const { admin, teacher, assistant } = await school(db);
  const input = { ...action(), ...TEXT, audience: { ...SCHOOL, roles: ['teacher' as const, 'assistant' as const] } };
  expect(await as(db, admin).announcement.publish(input)).toMatchObject({ recipients: 2 });
  expect(await toldOf(db)).toEqual([teacher.id, assistant.id]);
  for (const actor of [teacher, assistant]) {
    const refusal = await refusalOf(as(db, actor).announcement.publish({ ...action(), ...TEXT, audience: SCHOOL }));
    expect(refusal).toMatchObject({ code: 'forbidden' });
  }
});

test('to departments: the students and staff of their classes, or only some roles', async () => {
  await using db = await testDb();
  const { admin, teacher, assistant, students, section: own, stranger } = await school(db);
  const [{ departmentId = 0 } = {}] = await db.select().from(courses).where(eq(courses.id, own.courseId));
  const to = (roles?: ('student' | 'teacher')[]) => ({ ...SCHOOL, departmentIds: [departmentId], roles });
  const call = as(db, admin).announcement;
  const { announcementId } = await call.publish({ ...action(), ...TEXT, audience: to() });
  const all = [teacher.id, assistant.id, ...students.map(({ id }) => id)];
  expect(await toldOf(db)).toEqual(all.sort((a, b) => a - b));
  expect(await toldOf(db)).not.toContain(stranger.id);
  expect(await call.get({ announcementId })).toMatchObject({ departments: [expect.any(String)], roles: null });
  const [{ name = '' } = {}] = await db.select().from(departments).where(eq(departments.id, departmentId));
  const [entry] = await db.select().from(auditEvents).where(eq(auditEvents.action, 'announcement.published'));
  expect(entry?.detail).toMatchObject({ audience: 'school', departments: [name], recipients: all.length });
  expect(await call.publish({ ...action(), ...TEXT, audience: to(['teacher']) })).toMatchObject({ recipients: 1 });
  const nobody = call.publish({ ...action(), ...TEXT, audience: { ...SCHOOL, departmentIds: [99_999] } });
  expect(await refusalOf(nobody)).toMatchObject({ code: 'invalid' });
  const use = () => call.publish({ ...action(), ...TEXT, audience: to(['student']) });
  expect(await fullScans(db, ['notifications', 'enrolments', 'users', 'section_staff'], use)).toEqual([]);
});

test('its file is for those who have it and those who may change it, until it is withdrawn', async () => {
  await using db = await testDb();
  const { admin, teacher, student, stranger, section: own } = await school(db);
  const audience = { kind: 'sections' as const, sectionIds: [own.id] };
  const call = as(db, teacher).announcement;
  const pdf = new Uint8Array([...'%PDF-1.7 plan'].map((one) => one.charCodeAt(0)));
  const wrong = call.publish({ ...action(), ...TEXT, audience, file: new Uint8Array([1, 2, 3]) });
  expect(await refusalOf(wrong)).toMatchObject({ code: 'invalid', fieldErrors: { file: [expect.any(String)] } });
  const input = { ...action(), ...TEXT, audience, file: pdf };
  const { announcementId } = await call.publish(input);
  await call.publish(input);
  const attachment = { type: 'application/pdf', size: pdf.length };
  expect(await db.select().from(attachments)).toHaveLength(1);
  expect((await as(db, student).notification.mine({})).rows).toMatchObject([{ facts: { attachment } }]);
  expect(await call.get({ announcementId })).toMatchObject({ attachment });
  const fileFor = (person: typeof student, now = NOW) => as(db, person, now).announcement.file({ announcementId });
  for (const reader of [student, teacher, admin])
    expect(await fileFor(reader)).toEqual({ type: attachment.type, bytes: Buffer.from(pdf) });
  expect(await refusalOf(fileFor(stranger))).toMatchObject({ code: 'not-found' });
  // One whose process did not live to publish it, and one to withdraw it.
  await attachmentStore(testServices(db)).put('left-behind', pdf);
  const purgeAt = (now: number) => purgeExpired(testServices(db, { now }));
  await purgeAt(NOW + DAY_MS);
  expect(await db.$count(attachments)).toBe(2);
  await purgeAt(NOW + DAY_MS + 1);
  expect(await db.$count(attachments)).toBe(1);
  expect(await fileFor(student)).toMatchObject({ type: attachment.type });
  const [kept] = await db.select().from(attachments);
  await call.withdraw({ announcementId });
  if (kept) await db.insert(attachments).values(kept);
  expect(await fullScans(db, ['attachments', 'corrections', 'announcements'], () => purgeAt(NOW + 2 * DAY_MS))).toEqual([]);
  for (const reader of [student, teacher, admin]) expect(await refusalOf(fileFor(reader))).toMatchObject({ code: 'not-found' });
  expect(await db.select().from(attachments)).toEqual([]);
});

test('to classes: their students now and to come, from their own staff and administrators', async () => {
  await using db = await testDb();
  const { admin, teacher, assistant, students, section: own, other } = await school(db);
  const gone = await user(db);
  await enrolment(db, { sectionId: own.id, studentId: gone.id, untilDay: '2026-09-06' });
  const later = await user(db);
  await enrolment(db, { sectionId: own.id, studentId: later.id, fromDay: '2026-09-20' });
  const input = () => ({ ...action(), ...TEXT, audience: { kind: 'sections' as const, sectionIds: [own.id, own.id] } });
  expect(await as(db, teacher).announcement.publish(input())).toMatchObject({ recipients: 3 });
  expect(await toldOf(db)).toEqual([...students.map(({ id }) => id), later.id]);
  expect(await as(db, assistant).announcement.publish(input())).toMatchObject({ recipients: 3 });
  const both = { kind: 'sections' as const, sectionIds: [own.id, other.id] };
  const foreign = as(db, teacher).announcement.publish({ ...action(), ...TEXT, audience: both });
  expect(await refusalOf(foreign)).toMatchObject({ code: 'not-found' });
  expect(await as(db, admin).announcement.publish({ ...action(), ...TEXT, audience: both })).toMatchObject({ recipients: 4 });
  const none = { kind: 'sections' as const, sectionIds: [99_999] };
  expect(await refusalOf(as(db, admin).announcement.publish({ ...action(), ...TEXT, audience: none }))).toMatchObject({
    code: 'not-found',
  });
});

test('to people: an administrator’s are anybody, of staff their own students; others are left out', async () => {
  await using db = await testDb();
  const { admin, teacher, student, stranger } = await school(db);
  const to = (...userIds: number[]) => ({ ...action(), ...TEXT, audience: { kind: 'people' as const, userIds } });
  expect(await as(db, teacher).announcement.publish(to(student.id, stranger.id, admin.id, 99_999))).toMatchObject({
    recipients: 1,
  });
  expect(await toldOf(db)).toEqual([student.id]);
  expect(await refusalOf(as(db, teacher).announcement.publish(to(stranger.id)))).toMatchObject({
    code: 'invalid',
    fieldErrors: { audience: ['Nobody would get this. Choose somebody with an active account.'] },
  });
  expect(await as(db, admin).announcement.publish(to(stranger.id, stranger.id, teacher.id))).toMatchObject({ recipients: 2 });
});

test('a title and a text are needed, both have an end, and an id is one author’s', async () => {
  await using db = await testDb();
  const { admin } = await school(db);
  const call = as(db, admin).announcement;
  const input = { ...action(), ...TEXT, audience: SCHOOL };
  for (const wrong of [
    { title: ' \n' },
    { title: 'x'.repeat(121) },
    { body: ' ' },
    { body: 'x'.repeat(3_001) },
    { body: '1. '.repeat(201) },
    { body: '*a'.repeat(201) },
  ])
    expect(await refusalOf(call.publish({ ...input, ...wrong }))).toMatchObject({
      code: 'invalid',
      fieldErrors: { [Object.keys(wrong)[0] ?? '']: [expect.any(String)] },
    });
  expect(await refusalOf(call.publish({ ...input, expiresAt: NOW }))).toMatchObject({ code: 'invalid' });
  await call.publish(input);
  const another = await user(db, { role: 'admin' });
  expect(await refusalOf(as(db, another).announcement.publish(input))).toMatchObject({ code: 'conflict' });
});

test('a scheduled one comes at its time, and goes at its end', async () => {
  await using db = await testDb();
  const { admin, student } = await school(db);
  const [publishAt, expiresAt] = [NOW + HOUR_MS, NOW + DAY_MS];
  await as(db, admin).announcement.publish({ ...action(), ...TEXT, audience: SCHOOL, publishAt, expiresAt, isPinned: true });
  const at = async (now: number) => {
    const call = as(db, student, now).notification;
    return [(await call.mine({})).rows.length, (await call.state()).unread, (await call.pinned()).length];
  };
  expect(await at(publishAt - 1)).toEqual([0, 0, 0]);
  expect(await at(publishAt)).toEqual([1, 1, 1]);
  expect(await at(expiresAt - 1)).toEqual([1, 1, 1]);
  expect(await at(expiresAt)).toEqual([0, 0, 0]);
  const stateAt = async (now: number) => (await as(db, admin, now).announcement.list({})).rows[0]?.state;
  expect([await stateAt(NOW), await stateAt(publishAt), await stateAt(expiresAt)]).toEqual(['scheduled', 'published', 'expired']);
});

test('an edit is read by everybody and marked; a withdrawal takes it back from everybody', async () => {
  await using db = await testDb();
  const { admin, teacher, assistant, student, section: own } = await school(db);
  const audience = { kind: 'sections' as const, sectionIds: [own.id] };
  const { announcementId } = await as(db, teacher).announcement.publish({ ...action(), ...TEXT, audience });
  const edited = { announcementId, title: 'Trip', body: 'Bring water.', isPinned: true, expiresAt: null };
  for (const use of [
    () => as(db, assistant).announcement.edit(edited),
    () => as(db, assistant).announcement.withdraw({ announcementId }),
    () => as(db, assistant).announcement.get({ announcementId }),
    () => as(db, assistant).announcement.unread({ announcementId }),
  ])
    expect(await refusalOf(use())).toMatchObject({ code: 'not-found' });
  expect(await as(db, teacher, NOW + 1).announcement.edit(edited)).toEqual({ isChanged: true });
  expect(await as(db, teacher, NOW + 2).announcement.edit(edited)).toEqual({ isChanged: false });
  const inbox = () => as(db, student, NOW + HOUR_MS).notification;
  expect((await inbox().mine({})).rows).toMatchObject([{ facts: { body: 'Bring water.', editedAt: NOW + 1 } }]);
  expect(await inbox().pinned()).toMatchObject([{ announcementId, title: 'Trip' }]);
  expect(await as(db, admin, NOW + 3).announcement.withdraw({ announcementId })).toEqual({ isWithdrawn: true });
  expect(await as(db, admin, NOW + 4).announcement.withdraw({ announcementId })).toEqual({ isWithdrawn: false });
  expect(await inbox().mine({})).toMatchObject({ rows: [], unread: 0 });
  expect(await inbox().pinned()).toEqual([]);
  expect(await refusalOf(as(db, teacher).announcement.edit({ ...edited, title: 'Late' }))).toMatchObject({ code: 'conflict' });
  const actions = (await db.select().from(auditEvents)).map((entry) => entry.action);
  expect(actions).toEqual(['announcement.published', 'announcement.edited', 'announcement.withdrawn']);
});

test('who is no longer staff of a class edits nothing that its students read, but may withdraw it', async () => {
  await using db = await testDb();
  const { teacher, section: own } = await school(db);
  const audience = { kind: 'sections' as const, sectionIds: [own.id] };
  const { announcementId } = await as(db, teacher).announcement.publish({ ...action(), ...TEXT, audience });
  await db.delete(sectionStaff);
  const edit = as(db, teacher).announcement.edit({ announcementId, title: 'Other', body: 'Other' });
  expect(await refusalOf(edit)).toMatchObject({ code: 'conflict' });
  expect(await as(db, teacher).announcement.withdraw({ announcementId })).toEqual({ isWithdrawn: true });
});

test('its author sees who has not read it, and only what they wrote', async () => {
  await using db = await testDb();
  const { admin, teacher, student, friend, section: own } = await school(db);
  const audience = { kind: 'sections' as const, sectionIds: [own.id] };
  const { announcementId } = await as(db, teacher).announcement.publish({ ...action(), ...TEXT, audience });
  await as(db, admin).announcement.publish({ ...action(), ...TEXT, title: 'Holiday', audience: SCHOOL });
  const [message] = (await as(db, student).notification.mine({})).rows.filter((row) => titles([row])[0] === 'Trip');
  await as(db, student).notification.markRead({ ids: [message?.id ?? 0] });
  const call = as(db, teacher).announcement;
  expect(await call.list({})).toMatchObject({ rows: [{ id: announcementId, recipients: 2, read: 1 }], next: null });
  const unplanned = { recipients: 2, unplanned: 2, waiting: 0, sent: 0, failed: 0 };
  expect(await call.progress({ announcementId })).toEqual(unplanned);
  expect(await call.get({ announcementId })).toMatchObject({
    author: teacher.name,
    audience: 'sections',
    sections: [expect.any(String)],
  });
  expect(await call.unread({ announcementId })).toMatchObject({ rows: [{ id: friend.id }], next: null });
  const after = { announcementId, after: student.id };
  expect((await call.unread(after)).rows.length).toBe(student.name < friend.name ? 1 : 0);
  expect(await call.unread({ ...after, after: admin.id })).toEqual({ rows: [], next: null });
  expect(titlesOf(await as(db, admin).announcement.list({}))).toEqual(['Holiday', 'Trip']);
});

const titlesOf = ({ rows }: { rows: { title: string }[] }) => rows.map(({ title }) => title);

test('thousands are told in one write, and nothing that grows is read from end to end', async () => {
  await using db = await testDb();
  const { admin, teacher, student, section: own } = await school(db);
  const people = Array.from({ length: 3_000 }, (_, n) => ({
    ...{ name: `Person ${n}`, email: `many-${n}@school.test`, createdAt: NOW },
    ...{ role: 'student' as const, state: 'active' as const },
  }));
  await db.insert(users).values(people);
  expect(await as(db, admin).announcement.publish({ ...action(), ...TEXT, audience: SCHOOL })).toMatchObject({
    recipients: 3_006,
  });
  const audience = { kind: 'sections' as const, sectionIds: [own.id] };
  const use = async () => {
    const { announcement } = as(db, teacher);
    const { announcementId } = await announcement.publish({ ...action(), ...TEXT, audience });
    await announcement.list({});
    await announcement.unread({ announcementId });
    await announcement.edit({ announcementId, title: 'New', body: 'New' });
    const { notification } = as(db, student);
    const { rows } = await notification.mine({});
    await notification.mine({ after: rows[0]?.id });
    await Promise.all([notification.pinned(), notification.state()]);
    await announcement.withdraw({ announcementId });
  };
  expect(await fullScans(db, ['notifications', 'announcements', 'enrolments', 'users'], use)).toEqual([]);
});
