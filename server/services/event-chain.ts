/** Sealing and verifying the history of marks. The seals are a job's work; verifying reads everything and changes nothing. */
import { queryRow, queryRows } from '#db/query';
import type { Bytes } from '#domain/encoding';
import { type ChainFault, FIRST_SEAL, type SealedEvent, sealOf, verifyChain } from '#domain/event-chain';
import type { Context, Services } from '#server/context';

/** Events sealed or verified at a time: a fraction of a second, so that nobody waits for the database. */
const AT_ONCE = 1_000;

const EVENT = `e.id, e.class_session_id classSessionId, e.student_id studentId, e.from_status fromStatus, e.to_status toStatus, e.source,
  e.version, e.note, e.reason, e.claim_id claimId, e.action_id actionId, e.actor_id actorId, e.actor_name actorName,
  e.actor_role actorRole, e.at`;

const LAST_SEAL =
  "select cast(record_id as integer) eventId, hash from seals where record = 'mark' order by position desc limit 1";
const UNSEALED = `select ${EVENT} from attendance_events e where e.id > ? order by e.id limit ${AT_ONCE}`;
const SEALED = `select s.position, s.record_id eventId, s.hash, ${EVENT} from seals s left join attendance_events e on e.id = cast(s.record_id as integer)
  where s.record = 'mark' and s.position > ? order by s.position limit ${AT_ONCE}`;

/** Marks whose latest event is not there or says something else, and marks with more or fewer events than changes. */
const UNTOLD = `select count(*) n from attendance a where not exists (select 1 from attendance_events e
    where e.class_session_id = a.class_session_id and e.student_id = a.student_id and e.version = a.version
      and e.to_status is a.status and e.source = a.source)
  or (select count(*) from attendance_events e where e.class_session_id = a.class_session_id and e.student_id = a.student_id) <> a.version`;

type Seal = { eventId: number; hash: ArrayBuffer };

/** Portions of one run: after a large import the server goes on answering, and the next run goes on sealing. */
const PORTIONS = 20;

/** Seals events that have no seal yet, in order, so many at a time. Idempotent.
 *  @returns how many were sealed */
export async function sealEvents({ db, commit }: Pick<Services, 'db' | 'commit'>): Promise<number> {
  const last = await queryRow<Seal>(db, LAST_SEAL);
  let seal: Bytes = last ? new Uint8Array(last.hash) : FIRST_SEAL;
  let lastId = last?.eventId ?? 0;
  let count = 0;
  for (let portion = 0; portion < PORTIONS; portion++) {
    const events = await queryRows<SealedEvent>(db, UNSEALED, [lastId]);
    if (events.length === 0) break;
    const statements = [];
    for (const event of events) {
      seal = await sealOf(seal, event);
      statements.push({ sql: "insert into seals (record, record_id, hash) values ('mark', ?, ?)", args: [event.id, seal] });
    }
    await commit(statements);
    lastId = events.at(-1)?.id ?? lastId;
    count += events.length;
  }
  return count;
}

export type Verification = { isIntact: boolean; sealed: number; fault: ChainFault | null; untoldMarks: number };

/** Checks every sealed event against the chain, and every mark against its latest event. */
export async function verifyEvents({ db }: Pick<Context, 'db'>): Promise<Verification> {
  const untoldMarks = (await queryRow<{ n: number }>(db, UNTOLD))?.n ?? 0;
  let last: Bytes = FIRST_SEAL;
  let lastId = 0;
  let sealed = 0;
  for (;;) {
    const rows = await queryRows<Seal & SealedEvent>(db, SEALED, [lastId]);
    if (rows.length === 0) return { isIntact: untoldMarks === 0, sealed, fault: null, untoldMarks };
    const links = rows.map((row) => ({
      eventId: row.eventId,
      seal: new Uint8Array(row.hash),
      event: row.id === null ? null : row,
    }));
    const result = await verifyChain(last, links);
    if ('fault' in result) return { isIntact: false, sealed, fault: result, untoldMarks };
    last = result;
    lastId = rows.at(-1)?.eventId ?? lastId;
    sealed += rows.length;
  }
}
