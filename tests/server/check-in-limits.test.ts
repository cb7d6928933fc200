/** What is kept of one student's attempts is bounded, also when they arrive together. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { claims } from '#db/schema';
import type { CheckInInput } from '#domain/check-in/check-in';
import { MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { COMMITS } from '../helpers/at-once';
import { as, claimsOf, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';
import { claimBy, codeAt, phoneOf, scanBy } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;

/** Fills a student's claims up to one below a limit, at this class session or at others. */
async function fill(db: Database, { id: studentId }: { id: number }, classSessionIds: number[]) {
  const row = { studentId, deviceId: 'any', tokens: [], signature: '', deviceAt: NOW, receivedAt: NOW };
  const rows = classSessionIds.map((classSessionId) => ({
    ...{ ...row, id: uuidv7(), classSessionId },
    ...{ verdict: 'refused' as const, reasons: ['bad-code'] },
  }));
  for (let index = 0; index < rows.length; index += 50) await db.insert(claims).values(rows.slice(index, index + 50));
}

test.for(COMMITS)(
  'the limit of what is kept of one student at one class session holds for 20 at once (%s)',
  async ([, commitOf]) => {
    await using db = await testDb();
    const { session, student } = await classroom(db);
    await fill(db, student, Array(199).fill(session.id));
    const phone = await phoneOf(db, student);
    const commit = commitOf(db);
    const attempts = Array.from({ length: 20 }, async () =>
      refusalOf(as(db, student, SCAN_AT, { commit }).checkIn.submit(await scanBy(db, phone, session, { at: SCAN_AT }))),
    );
    const refusals = await Promise.allSettled(attempts);
    expect(refusals.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await claimsOf(db, session.id)).toHaveLength(200);
  },
);

test.for(COMMITS)(
  'what is kept of one student’s refused attempts in a day is bounded, and guessing ends with it (%s)',
  async ([, commitOf]) => {
    await using db = await testDb();
    const { session, student } = await classroom(db);
    await fill(
      db,
      student,
      Array.from({ length: 299 }, (_, index) => 1_000_000 + index),
    );
    const phone = await phoneOf(db, student);
    const commit = commitOf(db);
    const submit = (claim: CheckInInput, at = SCAN_AT) => as(db, student, at, { commit }).checkIn.submit(claim);
    const forged = () => claimBy(phone, session.id, { tokens: ['no token at all'] });
    await Promise.allSettled(Array.from({ length: 20 }, async () => submit(await forged())));
    expect(await claimsOf(db, session.id)).toHaveLength(1);
    expect(await refusalOf(submit(await forged()))).toMatchObject({ code: 'rate-limited' });
    const right = await claimBy(phone, session.id, { code: await codeAt(db, session, SCAN_AT) });
    expect(await refusalOf(submit(right))).toMatchObject({ code: 'rate-limited' });
    expect(await submit(await scanBy(db, phone, session, { at: SCAN_AT }))).toMatchObject({ outcome: 'recorded' });
  },
);

test('attempts at class sessions that do not exist leave nothing behind', async () => {
  await using db = await testDb();
  const { student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const attempts = Array.from({ length: 20 }, async (_, index) => {
    const claim = await scanBy(db, phone, { id: 1_000_000 + index, revision: 0 }, { at: SCAN_AT });
    return as(db, student, SCAN_AT).checkIn.submit(claim);
  });
  expect(await Promise.all(attempts)).toEqual(Array(20).fill({ outcome: 'refused', reason: 'bad-code' }));
  expect(await db.select().from(claims)).toEqual([]);
});
