/** The three kinds of record that the history consists of: where each is, and which of its columns its seal covers. The lists and their
 *  order are part of every seal: a column that comes later goes to `later`, where it is covered as soon as it holds something. Written by hand: what is sealed is the JSON
 *  that SQLite writes of these columns, in this order. */
import { HISTORY_RECORDS, type HistoryRecord } from '#domain/history';

/** What a device presented; never changed once a claim is stored. */
const EVIDENCE = ['device_id', 'tokens', 'code', 'signature', 'last_window', 'device_at', 'received_at'];

const EVENT = [
  ...['id', 'class_session_id', 'student_id', 'from_status', 'to_status', 'source', 'version', 'note', 'reason', 'claim_id'],
  ...['action_id', 'actor_id', 'actor_name', 'actor_role', 'at'],
];
const AUDIT = ['id', 'at', 'actor_id', 'actor_name', 'actor_role', 'action', 'subject', 'detail'];
/** All but the network, which is erased in time. */
const CLAIM = [
  ...['id', 'class_session_id', 'student_id', ...EVIDENCE],
  ...['verdict', 'status', 'source', 'reasons', 'settled_at', 'settled_by_id'],
];

const columnsOf = (alias: string, names: string[]) => names.map((name) => `${alias}.${name}`);

type RecordKind = {
  table: string;
  /** What a seal covers, of the record `r`; of a change of a mark also the evidence it rests on, `c`. */
  columns: readonly string[];
  /** A column that came later. Where it is null a seal covers what it covered before, so that the seals of before still hold. */
  later?: string;
  /** Joined to `r`. */
  join: string;
  /** The record's id, from a seal's `record_id`. */
  idOf: string;
  /** A condition on `r`: not sealed yet. Records get their ids in the order they are written. */
  unsealed: string;
};

/** Behind the seal made last, which is found without going through them all. Where somebody has moved seals, that one may be of a record
 *  long before others that are sealed: those are passed over. */
const afterLastSealed = (record: HistoryRecord) =>
  `r.id > coalesce((select cast(record_id as integer) from seals where record = '${record}' order by position desc limit 1), 0)
    and not exists (select 1 from seals where record = '${record}' and record_id = cast(r.id as text))`;

export const RECORD_KINDS: Record<HistoryRecord, RecordKind> = {
  mark: {
    table: 'attendance_events',
    columns: [...columnsOf('r', EVENT), ...columnsOf('c', EVIDENCE)],
    later: 'r.reason_code_id',
    join: 'left join claims c on c.id = r.claim_id',
    idOf: 'cast(s.record_id as integer)',
    unsealed: afterLastSealed('mark'),
  },
  audit: {
    table: 'audit_events',
    columns: columnsOf('r', AUDIT),
    join: '',
    idOf: 'cast(s.record_id as integer)',
    unsealed: afterLastSealed('audit'),
  },
  claim: {
    table: 'claims',
    columns: columnsOf('r', CLAIM),
    join: '',
    idOf: 's.record_id',
    unsealed: 'r.id in (select claim_id from unsealed_claims)',
  },
};

/** What a seal covers: every column of a record, null where there is none. SQLite writes numbers, texts and null of a JSON array in one way only. */
function content({ columns, later }: RecordKind): string {
  const plain = `json_array(${columns.join(', ')})`;
  const covered = later ? `iif(${later} is null, ${plain}, json_array(${[...columns, later].join(', ')}))` : plain;
  return `iif(r.id is null, null, ${covered}) content`;
}

/** Builds one query for each kind. */
function forEachKind(build: (kind: RecordKind, record: HistoryRecord) => string): Record<HistoryRecord, string> {
  const entries = HISTORY_RECORDS.map((record) => [record, build(RECORD_KINDS[record], record)]);
  return Object.fromEntries(entries) as Record<HistoryRecord, string>;
}

/** Records without a seal, in the order they are to be sealed. @param limit how many */
export const unsealedQueries = (limit: number) =>
  forEachKind(
    (kind) =>
      `select r.id, ${content(kind)} from ${kind.table} r ${kind.join} where ${kind.unsealed} order by r.id limit ${limit}`,
  );

/** Seals after one position and up to another, each with its record where there still is one. */
export const SEALED_QUERIES = forEachKind(
  (kind, record) => `select s.position, s.record_id recordId, lower(hex(s.hash)) hash, ${content(kind)}
    from seals s left join ${kind.table} r on r.id = ${kind.idOf} ${kind.join}
    where s.record = '${record}' and s.position > :from and s.position <= :until`,
);
