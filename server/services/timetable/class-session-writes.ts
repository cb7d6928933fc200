/** The statements that make, move and remove the class sessions of slots. By hand, because they take their rows as one JSON list. */
import { type SQL, sql } from 'drizzle-orm';
import { classSessions, slots } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import { addDays, dayAt } from '#domain/time';
import type { PlannedMeeting } from '#domain/timetable/materialise';
import { raisedRevisionSql } from '#server/context/code-revision';
import type { Services, Write } from '#server/context/context';

const HAS_MARKS = 'exists (select 1 from attendance a where a.class_session_id = class_sessions.id)';
const HAS_CLAIMS = 'exists (select 1 from claims q where q.class_session_id = class_sessions.id)';
const IS_HANDED_OVER = 'exists (select 1 from covers v where v.class_session_id = class_sessions.id and v.ended_at is null)';

/** As `keepReason` has it: what a write still finds to be true. */
const isUntouched = (from: string) => `state = 'scheduled' and opened_at is null and edited_at is null and created_by_id is null
  and starts_at > ${from} and not ${HAS_MARKS} and not ${HAS_CLAIMS} and not ${IS_HANDED_OVER}`;

const REMOVE = `delete from class_sessions where id in (select value from json_each(:ids)) and ${isUntouched(':from')}`;

const MEETING = ['day', 'startTime', 'endTime', 'zone', 'startsAt', 'endsAt', 'room']
  .map((name) => `value ->> '${name}' ${name}`)
  .join(', ');

const MOVE = `update or ignore class_sessions set slot_day = r.day, day = r.day, start_time = r.startTime, end_time = r.endTime,
    zone = r.zone, starts_at = r.startsAt, ends_at = r.endsAt, closes_at = r.endsAt, room = r.room, sequence = sequence + 1,
    ${raisedRevisionSql('starts_at <> r.startsAt or ends_at <> r.endsAt')}
  from (select value ->> 'id' id, ${MEETING} from json_each(:rows)) r where class_sessions.id = r.id and ${isUntouched(':from')}`;

/** A slot stored by the same batch is the newest there is. */
const ADD = `insert into class_sessions
    (section_id, slot_id, slot_day, day, start_time, end_time, zone, starts_at, ends_at, closes_at, room, state)
  select sectionId, coalesce(slotId, (select max(id) from slots)), day, day, startTime, endTime, zone, startsAt, endsAt, endsAt, room, 'scheduled'
  from (select value ->> 'sectionId' sectionId, value ->> 'slotId' slotId, ${MEETING} from json_each(:rows)) where true
  on conflict do nothing`;

/** What becomes of class sessions. A slot without an id is the one that the same batch stores. */
type Changes = {
  remove: number[];
  move: (PlannedMeeting & { id: number })[];
  add: (PlannedMeeting & { slotId: number | null; sectionId: number })[];
};

/** Removals first, so that what they free can be taken.
 *  @param times.from epoch ms; what starts by then stays as it is */
export function classSessionStatements({ remove, move, add }: Changes, { now, from }: { now: number; from: number }): Write[] {
  const rows = (list: unknown[]) => JSON.stringify(list);
  return [
    ...(remove.length > 0 ? [{ sql: REMOVE, args: { ids: rows(remove), from } }] : []),
    ...(move.length > 0 ? [{ sql: MOVE, args: { rows: rows(move), now, from } }] : []),
    ...(add.length > 0 ? [{ sql: ADD, args: { rows: rows(add) } }] : []),
  ];
}

/** Lets slots go: their class sessions to come that nobody touched go with them, what stays of the others stands by itself. Alerts look at
 *  what lies ahead. Comes before the slots are deleted.
 *  @param slotIds a select of their ids, in brackets */
export function releaseClassSessions({ db, now }: Pick<Services, 'db' | 'now'>, slotIds: SQL): Write[] {
  const isTheirs = sql`${classSessions.slotId} in ${slotIds}`;
  const from = String(now() + OPEN_EARLY_MS);
  const theirSections = db.select({ id: slots.sectionId }).from(slots).where(sql`${slots.id} in ${slotIds}`);
  // Not after today wherever the school is.
  const day = addDays(dayAt(now(), 'UTC'), -1);
  return [
    judgeAgain(db, day, theirSections),
    db.delete(classSessions).where(sql`${isTheirs} and ${sql.raw(isUntouched(from))}`),
    db.update(classSessions).set({ slotId: null, slotDay: null }).where(isTheirs),
  ];
}
