/** The demo teacher always has a class session running, so that the main job can be tried at any hour. Called at each start and every minute. */
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { MINUTE_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import type { ClassSessionState } from '#domain/register/class-session';
import { addDays, dayAt, wallTimeAt } from '#domain/time';
import { SECTIONS } from './demo-plan';

const TEACHER = 'teacher@demo.school';
const STUDENT = 'student@demo.school';

/** A class session begins at a time people would choose. */
const STEP_MS = 5 * MINUTE_MS;
const LENGTH_MS = 55 * MINUTE_MS;
/** One that nobody opened is moved on when less than a whole check-in fits into what is left of it. */
const WORTH_OPENING_MS = 15 * MINUTE_MS;

type Section = { id: number; zone: string };

/** A class session near now. `isOurs`: made here, and untouched by anyone. */
type Near = { id: number; startsAt: number; endsAt: number; state: ClassSessionState; closedAt: number | null; isOurs: number };

const SECTIONS_TOGETHER = `select st.section_id id, sc.settings ->> 'zone' zone
  from users t join section_staff st on st.user_id = t.id join enrolments e on e.section_id = st.section_id
    join users s on s.id = e.student_id join school sc on sc.id = 1
  where t.email = ? and s.email = ? order by st.section_id`;

const IS_OURS = `state = 'scheduled' and slot_id is null and created_by_id is null and opened_at is null
  and not exists (select 1 from claims c where c.class_session_id = cs.id)
  and not exists (select 1 from attendance a where a.class_session_id = cs.id)`;

const NEAR = `select id, starts_at startsAt, ends_at endsAt, state, closed_at closedAt, ${IS_OURS} isOurs
  from class_sessions cs where section_id in (select value from json_each(?)) and day between ? and ? and state <> 'cancelled'
  order by starts_at`;

const ADD = `insert into class_sessions (section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, room, state)
  values (:sectionId, :day, :startTime, :endTime, :zone, :startsAt, :endsAt, :endsAt, :room, 'scheduled') on conflict do nothing`;

const MOVE = `update or ignore class_sessions as cs set day = :day, start_time = :startTime, end_time = :endTime, zone = :zone,
  starts_at = :startsAt, ends_at = :endsAt, closes_at = :endsAt where id = :id and ${IS_OURS}`;

/** Makes sure that the demo teacher has a class session running at `now`, with the demo student on its roll: one that is there
 *  already, or an untouched earlier one moved to now, or a new one. It ends before the next class session the two have together
 *  and by midnight. Nothing happens in a school without the demo's accounts. Idempotent.
 *  @param isMoving whether an earlier one may be moved: not while a device may still have to tell that it was opened there
 *  @throws LibsqlError when the database cannot be written */
export async function ensureDemoClassNow(
  db: Database,
  { now, isMoving = true }: { now: number; isMoving?: boolean },
): Promise<void> {
  const sections = await queryRows<Section>(db, SECTIONS_TOGETHER, [TEACHER, STUDENT]);
  const [section] = sections;
  if (!section) return;
  const near = await loadNear(db, sections, dayAt(now, section.zone));
  const running = near.find((one) => one.startsAt <= now && endOf(one) > now);
  if (running && (!running.isOurs || running.endsAt - now >= WORTH_OPENING_MS)) return;

  const movable = isMoving ? near.find((one) => one.isOurs && one.startsAt <= now) : undefined;
  const span = freeSpan(
    near.filter((one) => one !== movable),
    { now, zone: section.zone },
  );
  if (!span || (running && span.endsAt <= running.endsAt)) return;
  const args = { ...span, ...localTimes(span, section.zone), zone: section.zone };
  if (movable) await db.$client.execute({ sql: MOVE, args: { ...args, id: movable.id } });
  else await db.$client.execute({ sql: ADD, args: { ...args, sectionId: section.id, room: SECTIONS[0]?.room ?? null } });
}

function loadNear(db: Database, sections: Section[], today: string): Promise<Near[]> {
  return queryRows<Near>(db, NEAR, [JSON.stringify(sections.map(({ id }) => id)), addDays(today, -1), addDays(today, 1)]);
}

/** A register closed early leaves the rest of its time free. */
function endOf({ endsAt, closedAt }: Near): number {
  return Math.min(endsAt, closedAt ?? endsAt);
}

/** A span that holds `now`, begins at a round time up to five minutes ago and touches no other class session; null when there is
 *  none before the next whole minute. */
function freeSpan(others: Near[], { now, zone }: { now: number; zone: string }): { startsAt: number; endsAt: number } | null {
  const today = dayAt(now, zone);
  const rounded = Math.floor(now / STEP_MS) * STEP_MS;
  const ended = others.filter((one) => one.startsAt <= now).map((one) => Math.ceil(endOf(one) / MINUTE_MS) * MINUTE_MS);
  const startsAt = Math.max(rounded, instantOf(today, '00:00', zone), ...ended);
  const ahead = others.filter((one) => one.startsAt > now).map((one) => one.startsAt);
  const endsAt = Math.min(startsAt + LENGTH_MS, instantOf(addDays(today, 1), '00:00', zone), ...ahead);
  return startsAt <= now ? { startsAt, endsAt } : null;
}

/** Times are read off the instants: in a doubled hour the reverse would name the earlier one. */
function localTimes({ startsAt, endsAt }: { startsAt: number; endsAt: number }, zone: string) {
  return { day: dayAt(startsAt, zone), startTime: wallTimeAt(startsAt, zone), endTime: wallTimeAt(endsAt, zone) };
}
