/** The audit log as administrators read it: marks and administrative acts in one list, found by whom, where, by whom done, what and when. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, section, user } from '../helpers/factories';
import { fullScans, planSteps } from '../helpers/query-plan';

const later = (minutes: number) => NOW + minutes * MINUTE_MS;

/** Two students marked and one of them again, a head count, somebody suspended, and an enrolment in another class the day after. */
async function story(db: Database) {
  const room = await classroom(db, { students: 2 });
  const { teacher, session, student, friend } = room;
  const admin = await user(db, { role: 'admin', name: 'Ines Vogt' });
  const other = await section(db);
  const ref = (at: number) => ({ ...action(at), classSessionId: session.id });
  const present = [student, friend].map(({ id }) => ({ studentId: id, status: 'present' as const, version: 0 }));
  await as(db, teacher, later(1)).attendance.markMany({ ...ref(later(1)), marks: present });
  await as(db, teacher, later(2)).classSession.setHeadCount({ ...ref(later(2)), headCount: 2 });
  await as(db, teacher, later(3)).classSession.close(ref(later(3)));
  const change = { studentId: student.id, status: 'excused' as const, version: 1, reason: 'Ill since noon' };
  await as(db, admin, later(90)).attendance.mark({ ...ref(later(90)), ...change });
  await as(db, admin, later(91)).person.suspend({ userIds: [friend.id] });
  const days = { sectionId: other.id, studentIds: [student.id], fromDay: '2026-09-01', untilDay: null };
  await as(db, admin, NOW + DAY_MS).enrolment.add(days);
  return { ...room, admin, other, list: as(db, admin).audit.list };
}

test('marks and acts are one list, newest first, page after page', async () => {
  await using db = await testDb();
  const { list, student, friend, session } = await story(db);
  const all = await list({});
  expect(all.next).toBeNull();
  expect(all.rows.map(({ action: done, person, subject }) => [done, person?.id ?? null, subject.kind])).toEqual([
    ['enrolment.added', student.id, 'section'],
    ['user.suspended', null, 'user'],
    ['mark.changed', student.id, 'class-session'],
    ['register.closed', null, 'class-session'],
    ['head-count.set', null, 'class-session'],
    ['mark.changed', friend.id, 'class-session'],
    ['mark.changed', student.id, 'class-session'],
  ]);
  expect(all.rows[2]).toMatchObject({
    actorName: 'Ines Vogt',
    actorRole: 'admin',
    person: { id: student.id, name: student.name },
    subject: { id: session.id, name: expect.stringContaining(' '), startsAt: session.startsAt },
    facts: { changes: { status: { from: 'present', to: 'excused' } }, source: 'admin', reason: 'Ill since noon' },
  });
  expect(all.rows[1]?.subject.name).toBe(friend.name);
  const paged = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await list({ after, limit: 2 });
    paged.push(...page.rows);
    after = page.next;
  }
  expect(paged).toEqual(all.rows);
  await expect(list({ after: 'audit-999' })).rejects.toThrow();
});

test('it is narrowed by person, section, actor, action and days', async () => {
  await using db = await testDb();
  const { list, student, friend, admin, teacher, section: own, other } = await story(db);
  const found = async (filter: Parameters<typeof list>[0]) => (await list(filter)).rows.map((row) => row.action);
  expect(await found({ personId: student.id })).toEqual(['enrolment.added', 'mark.changed', 'mark.changed']);
  expect(await found({ personId: friend.id })).toEqual(['user.suspended', 'mark.changed']);
  expect(await found({ sectionId: other.id })).toEqual(['enrolment.added']);
  expect(await found({ sectionId: own.id })).toHaveLength(5);
  expect(await found({ actorId: admin.id })).toEqual(['enrolment.added', 'user.suspended', 'mark.changed']);
  expect(await found({ actorId: teacher.id, action: 'mark.changed' })).toHaveLength(2);
  expect(await found({ action: 'head-count.set' })).toEqual(['head-count.set']);
  const [day, next] = [NOW, NOW + DAY_MS].map((at) => new Date(at).toISOString().slice(0, 10)) as [string, string];
  expect(await found({ from: next })).toEqual(['enrolment.added']);
  expect(await found({ from: day, until: day })).toHaveLength(6);
  expect(await found({ until: '2026-01-01' })).toEqual([]);
  expect(await found({ personId: student.id, sectionId: own.id, actorId: admin.id, from: day, until: day })).toEqual([
    'mark.changed',
  ]);
});

test('whatever narrows it, no table is read from end to end', async () => {
  await using db = await testDb();
  const { list, student, admin, section: own } = await story(db);
  const growing = ['attendance_events', 'audit_events', 'class_sessions', 'users', 'sections'];
  const { next } = await list({ limit: 3 });
  const narrow = [{ personId: student.id }, { sectionId: own.id }, { actorId: admin.id }, { action: 'user.suspended' as const }];
  for (const filter of [{}, { from: '2026-09-01' }, { action: 'mark.changed' as const }, ...narrow])
    for (const after of [null, next])
      expect(await fullScans(db, growing, () => list({ ...filter, after })), JSON.stringify(filter)).toEqual([]);
  for (const filter of narrow)
    expect((await planSteps(db, () => list(filter))).join(), JSON.stringify(filter)).not.toMatch(/USING INDEX \w+_events_at/);
});

test('an entry of an older version is shown as it is', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  await db.$client.execute({
    sql: `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
      values (?, null, 'Muster', 'system', 'thing.gone', 'thing:7', '{"label":"Old name"}')`,
    args: [NOW - HOUR_MS],
  });
  expect((await as(db, admin).audit.list({})).rows).toMatchObject([
    { action: 'thing.gone', subject: { kind: 'thing', id: 7, name: 'Old name' }, facts: { label: 'Old name' } },
  ]);
});
