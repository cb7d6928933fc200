/** Sealing the history, record by record. A job's work: what people do waits for none of it. Verifying is `history-check.ts`'s. */
import { LibsqlError } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { CHAIN_START, HISTORY_RECORDS, type HistoryRecord, type Seal, sealAfter } from '#domain/history';
import type { Services } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { unsealedQueries } from './history-records';

/** Records of each kind sealed at a time: their batch keeps nobody waiting. */
const AT_ONCE = 100;
/** Portions of one run of the job: of a large backlog it leaves most of the processor to the people who are there. */
const PORTIONS_OF_JOB = 50;
/** Portions sealed while somebody waits for the whole: a quarter of a million records. */
const PORTIONS = 2_500;
/** Another process may be quicker this many times running; after that, something else is wrong. */
const TIMES_OVERTAKEN = 3;

const UNSEALED = unsealedQueries(AT_ONCE);

/** By hand, for `sqlite_sequence`, which is no table of ours. `issued` is the last place ever given away: where the end was cut off, the chain goes on behind the gap and does not hide it. */
const HEAD = `with last as (select position, hash from seals where position > 0 order by position desc limit 1)
  select (select lower(hex(hash)) from last) hash,
    max(coalesce((select position from last), 0), coalesce((select seq from sqlite_sequence where name = 'seals'), 0)) issued`;

/** What the next seal follows. */
async function loadHead({ db }: Pick<Services, 'db'>): Promise<Seal> {
  const head = await queryRow<{ hash: string | null; issued: number }>(db, HEAD);
  return { position: head?.issued ?? CHAIN_START.position, hash: head?.hash ?? CHAIN_START.hash };
}

/** Another process has sealed the same records, or taken the same places. */
function isOvertaken(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

type Needs = Pick<Services, 'db' | 'commit' | 'historyKey'>;

type SealRow = Seal & { record: HistoryRecord; recordId: string };

/** By hand: one text however many there are, which is prepared once. */
const STORE = `insert into seals (position, record, record_id, hash)
  select value ->> 'position', value ->> 'record', value ->> 'recordId', unhex(value ->> 'hash') from json_each(:rows)`;

/** The seals of a portion, after the last there is. */
async function sealPortion({ db, historyKey }: Needs): Promise<SealRow[]> {
  let last = await loadHead({ db });
  const rows: SealRow[] = [];
  for (const record of HISTORY_RECORDS) {
    for (const { id, content } of await queryRows<{ id: number | string; content: string }>(db, UNSEALED[record])) {
      last = sealAfter(historyKey, last, { record, content });
      rows.push({ ...last, record, recordId: String(id) });
    }
  }
  return rows;
}

/** Seals what has no seal yet, so many at a time. Idempotent; of two processes that seal at once the slower starts anew.
 *  @returns how many records were sealed
 *  @throws LibsqlError when a seal cannot be stored */
export async function sealHistory(services: Needs, portions = PORTIONS): Promise<number> {
  let count = 0;
  let overtaken = 0;
  for (let portion = 0; portion < portions; portion++) {
    const rows = await sealPortion(services);
    if (rows.length === 0) break;
    await yieldToEventLoop();
    try {
      await services.commit([{ sql: STORE, args: { rows: JSON.stringify(rows) } }], 'none');
      count += rows.length;
      overtaken = 0;
    } catch (error) {
      if (!isOvertaken(error) || ++overtaken > TIMES_OVERTAKEN) throw error;
    }
  }
  return count;
}

/** The job: seals what has come since, and some of what is left from before. */
export function sealDue(services: Needs): Promise<number> {
  return sealHistory(services, PORTIONS_OF_JOB);
}
