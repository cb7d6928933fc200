/** Precedence of marks as the services keep it: whoever comes, against whatever stands. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { SOURCES, type Source } from '#domain/register/attendance';
import { action, as, type Classroom, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { claimBy, codeAt, knownPhoneOf, scanBy } from '../helpers/phone';

/** From the contract: admin > teacher > badge > qr = code > offline > leave > auto. */
const RANK: Record<Source, number> = { admin: 7, teacher: 6, badge: 5, qr: 4, code: 4, offline: 3, leave: 2, auto: 1 };
const SCAN_AT = NOW + 5_000;

type Come = (db: Database, room: Classroom) => Promise<unknown>;

const mark = (room: Classroom) => ({ ...action(), classSessionId: room.session.id, studentId: room.student.id, version: 1 });

const COMERS: Partial<Record<Source, Come>> = {
  admin: async (db, room) =>
    as(db, await user(db, { role: 'admin' })).attendance.mark({ ...mark(room), status: 'present', reason: 'Seen' }),
  teacher: (db, room) => as(db, room.teacher).attendance.mark({ ...mark(room), status: 'present' }),
  async qr(db, { student, session }) {
    const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT });
    return as(db, student, SCAN_AT).checkIn.submit(claim);
  },
  async code(db, { student, session }) {
    const claim = await claimBy(await knownPhoneOf(db, student), session.id, { code: await codeAt(db, session, SCAN_AT) });
    return as(db, student, SCAN_AT).checkIn.submit(claim);
  },
  async offline(db, { student, session }) {
    const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
    return as(db, student, SCAN_AT + 5 * HOUR_MS).checkIn.submit(claim);
  },
};

/** Two proofs of presence do not contend: the first stands, whatever its rank. */
const PROOFS: Source[] = ['badge', 'qr', 'code', 'offline'];

const PAIRS = Object.keys(COMERS).flatMap((comes) => SOURCES.map((stands) => [comes as Source, stands] as const));

test.for(PAIRS)('%s comes where %s stands', async ([comes, stands]) => {
  await using db = await testDb();
  const room = await classroom(db);
  const actor = { actorName: 'Somebody', actorRole: 'system', changedAt: NOW };
  const key = { classSessionId: room.session.id, studentId: room.student.id };
  await db.insert(attendance).values({ ...key, status: 'absent', source: stands, version: 1, ...actor });
  await COMERS[comes]?.(db, room);
  const isReplaced = RANK[comes] >= RANK[stands] && !(PROOFS.includes(comes) && PROOFS.includes(stands));
  expect(await markOf(db, key)).toMatchObject(
    isReplaced ? { status: 'present', source: comes, version: 2 } : { status: 'absent', source: stands, version: 1 },
  );
});
