/** Closing registers: by hand, when the class ends, and the lock some days later. The same statements whoever closes. They are written
 *  by hand because they share their conditions with the one that writes marks. */
import type { InStatement } from '@libsql/client';
import { sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { sqlTexts } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import { DAY_MS } from '#domain/duration';
import { systemReason } from '#domain/register/reason';
import { auditEach, MUSTER } from '#server/context/audit';
import type { Services, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { excuseSql } from './leave-mark';
import { BY_MUSTER, setMark } from './mark';

/** Class sessions settled in one batch; the next round of the job takes the rest. */
const AT_ONCE = 200;

const WAS_TAKEN = `(cs.opened_at is not null or exists (select 1 from attendance a where a.class_session_id = cs.id and a.status is not null))`;

const IS_UNMARKED = `not exists (select 1 from attendance a where a.class_session_id = cs.id and a.student_id = e.student_id
  and a.status is not null)`;

const IS_ON_ROLL = `e.section_id = cs.section_id and ${onRollSql('e', 'cs.day')}`;

const HAS_WAITING_CLAIM = `exists (select 1 from claims c where c.class_session_id = cs.id and c.student_id = e.student_id
  and c.verdict = 'waiting')`;

/** Marks the unmarked absent, once each however many enrolments say so. `which` restricts `cs`, `who` restricts `e`. */
const markAbsent = (which: string, who: string) =>
  setMark({
    mark: {
      classSessionId: 'class_session_id',
      studentId: 'student_id',
      status: "'absent'",
      source: "'auto'",
      ...BY_MUSTER,
      changedAt: ':now',
    },
    from: `from (select distinct cs.id class_session_id, e.student_id from class_sessions cs join enrolments e on ${IS_ON_ROLL}
      where ${which} and ${IS_UNMARKED} and ${who}) where true`,
  });

const dueBy = (now: string) => `cs.id in (select id from class_sessions
  where state in ('scheduled', 'open') and closes_at <= ${now} order by closes_at limit ${AT_ONCE})`;
const DUE = dueBy(':now');

/** Who is on leave is excused, and so is not absent. */
const SETTLE_EXCUSED = excuseSql(`${DUE} and ${WAS_TAKEN}`);
const SETTLE_ABSENT = markAbsent(`${DUE} and ${WAS_TAKEN}`, `not ${HAS_WAITING_CLAIM}`);
const SETTLE = `update class_sessions as cs set state = 'closed', closed_at = closes_at, is_held = ${WAS_TAKEN} where ${DUE}
  returning id, is_held isHeld`;

/** What the clock closes is on the audit log as what people close is. */
function auditDue(db: Database, at: number): Write {
  const subject = sql`'class-session:' || cs.id`;
  const detail = sql.raw(`json_object('by', 'time', 'wasTaken', json(iif(${WAS_TAKEN}, 'true', 'false')))`);
  const isDue = sql.raw(dueBy(String(at)));
  return auditEach(
    { db, now: () => at, actor: MUSTER },
    { action: 'register.closed', subject, detail },
    sql`class_sessions cs`,
    isDue,
  );
}

const CLOSE_EXCUSED = excuseSql(`cs.id = :id and cs.state = 'open'`);
const CLOSE_ABSENT = markAbsent(`cs.id = :id and cs.state = 'open'`, `not ${HAS_WAITING_CLAIM}`);
/** With the register, check-in ends. */
const CLOSE = `update class_sessions set state = 'closed', closed_at = :closedAt, closed_by_id = :actorId, is_held = 1,
    check_in_closes_at = min(check_in_closes_at, :closedAt)
  where id = :id and state = 'open' returning closed_at closedAt`;

type Closer = Pick<Services, 'db' | 'commit' | 'now' | 'log'>;

/** Closes every register whose time is over. One that nobody opened or marked stays `not taken`: nobody is made absent. Idempotent.
 *  @returns how many were closed */
export async function settleDueSessions({ db, commit, now, log }: Closer): Promise<number> {
  const args = { now: now() };
  const results = await commit([
    { sql: SETTLE_EXCUSED, args },
    { sql: SETTLE_ABSENT, args },
    auditDue(db, args.now),
    { sql: SETTLE, args },
  ]);
  const closed = results.at(-1)?.rows ?? [];
  for (const { id, isHeld } of closed)
    log('info', 'register.closed', { classSessionId: id, by: 'time', wasTaken: Boolean(isHeld) });
  return closed.length;
}

/** Closes one open register: who is on leave is excused, the unmarked become absent, those with a waiting claim stay unmarked. The last
 *  result tells whether it did. */
export function closeStatements(close: { id: number; closedAt: number; actorId: number; now: number }): InStatement[] {
  const { id, closedAt, actorId, now } = close;
  return [
    { sql: CLOSE_EXCUSED, args: { id, now } },
    { sql: CLOSE_ABSENT, args: { id, now } },
    { sql: CLOSE, args: { id, closedAt, actorId } },
  ];
}

const DECLINED_ABSENT = markAbsent(
  `cs.id = :classSessionId and cs.state = 'closed' and cs.is_held = 1`,
  `e.student_id = :studentId and not ${HAS_WAITING_CLAIM}`,
);

/** Marks a student absent whose last waiting claim was declined after the register had closed. */
export function absentAfterDecline(args: { classSessionId: number; studentId: number; now: number }): InStatement {
  return { sql: DECLINED_ABSENT, args };
}

const LOCKING = `cs.id in (select id from class_sessions where state = 'closed' and is_locked = 0 and ends_at <= :endedBy
  order by ends_at limit ${AT_ONCE})`;

/** Of a student's waiting claims the first asks, and none when one has asked already. */
const ASKS_FIRST = `not exists (select 1 from claims b where b.class_session_id = c.class_session_id and b.student_id = c.student_id
      and b.verdict = 'waiting' and (b.received_at, b.id) < (c.received_at, c.id))
    and not exists (select 1 from corrections r where r.class_session_id = c.class_session_id and r.student_id = c.student_id
      and r.claim_id is not null and r.state = 'open')`;

/** @param which condition on `cs` and `c`, a claim that waits */
const askCorrections = (
  which: string,
) => `insert into corrections (class_session_id, student_id, wanted_status, reason, claim_id, requested_at, state)
  select c.class_session_id, c.student_id, c.status, ${sqlTexts([systemReason('waiting-at-lock')])}, c.id, :now, 'open'
  from class_sessions cs join claims c on c.class_session_id = cs.id and c.verdict = 'waiting'
    and not exists (select 1 from attendance a where a.class_session_id = c.class_session_id and a.student_id = c.student_id
      and a.status in ('present', 'late'))
  where ${which} and ${ASKS_FIRST} on conflict do nothing`;

const LOCK_CORRECTIONS = askCorrections(LOCKING);
const LOCK_ABSENT = markAbsent(`${LOCKING} and cs.is_held = 1`, HAS_WAITING_CLAIM);
const LOCK = `update class_sessions as cs set is_locked = 1 where ${LOCKING}`;

/** Locks registers whose days are over. A claim that nobody settled becomes an open correction, and its student absent. Idempotent.
 *  @returns how many were locked */
export async function lockRegisters({ db, commit, now, log }: Pick<Services, 'db' | 'commit' | 'now' | 'log'>): Promise<number> {
  const { lockDays } = await loadSettings({ db });
  const at = now();
  const endedBy = at - lockDays * DAY_MS;
  const results = await commit([
    { sql: LOCK_CORRECTIONS, args: { now: at, endedBy } },
    { sql: LOCK_ABSENT, args: { now: at, endedBy } },
    { sql: LOCK, args: { endedBy } },
  ]);
  const count = results[2]?.rowsAffected ?? 0;
  if (count > 0) log('info', 'register.locked', { count });
  return count;
}

const IS_LOCKED = 'cs.id = :classSessionId and cs.is_locked = 1';
const LOCKED_CORRECTIONS = askCorrections(`${IS_LOCKED} and c.student_id = :studentId`);
const LOCKED_ABSENT = markAbsent(`${IS_LOCKED} and cs.is_held = 1`, `e.student_id = :studentId and ${HAS_WAITING_CLAIM}`);

/** What locking does for a student's check-in that waits, where the register is locked already. */
export function lockedStatements(args: { classSessionId: number; studentId: number; now: number }): InStatement[] {
  return [LOCKED_CORRECTIONS, LOCKED_ABSENT].map((statement) => ({ sql: statement, args }));
}
