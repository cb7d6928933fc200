/** Who and what is taken twice: other class sessions at the same time that share the room, staff or students. Warns, forbids nothing.
 *  Meetings and overlaps are joined with tables, so what reads them is written by hand. */
import { and, eq, inArray, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { sectionStaff, users } from '#db/schema';
import type { Clash, ClashKind } from '#domain/timetable/slot';
import type { Meeting } from '#domain/timetable/timetable';
import type { Services } from '#server/context/context';

/** Classes named at most: a longer list is read no more. */
const MAX_NAMED = 50;

/** No row's id. */
const NONE = 0;

/** Meetings that are planned, and the class sessions they stand for already. */
export type Planned = {
  sectionId: number;
  room: string | null;
  meetings: Meeting[];
  /** Class sessions of this slot do not count. */
  exceptSlotId?: number | null;
  exceptClassSessionId?: number | null;
};

type Overlap = Omit<Clash, 'kind' | 'shared' | 'students'> & { lastDay: string; room: string | null; inRoom: number };

/** Classes of the night before and after may pass midnight. One row for each other section: the first time (a bare column of `min` is of the row it found), the days it spans. */
const OVERLAPS = `with p as (select value ->> 'day' day, value ->> 'startsAt' startsAt, value ->> 'endsAt' endsAt from json_each(:meetings))
  select cs.section_id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode, min(cs.starts_at) firstAt, cs.day,
    cs.start_time startTime, cs.end_time endTime, count(distinct cs.id) times, max(cs.day) lastDay, max(cs.room) room,
    sum(:room <> '' and lower(trim(coalesce(cs.room, ''))) = lower(trim(:room))) inRoom
  from p join class_sessions cs on cs.day in (p.day, date(p.day, '-1 day'), date(p.day, '+1 day')) and cs.starts_at < p.endsAt and cs.ends_at > p.startsAt
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  where cs.state <> 'cancelled' and cs.slot_id is not :exceptSlotId and cs.id is not :exceptClassSessionId
  group by cs.section_id`;

const other = alias(sectionStaff, 'other');

/** Who staffs the section and one of the others, by name. */
function loadSharedStaff(db: Database, sectionId: number, others: number[]) {
  const isShared = and(eq(other.userId, sectionStaff.userId), ne(other.sectionId, sectionStaff.sectionId));
  return db
    .select({ sectionId: other.sectionId, name: users.name })
    .from(sectionStaff)
    .innerJoin(other, isShared)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(and(eq(sectionStaff.sectionId, sectionId), inArray(other.sectionId, others)))
    .orderBy(users.name);
}

/** On both rolls during the days of the overlap, and on both at once. */
const SHARED_STUDENTS = `with o as (select value ->> 'sectionId' sectionId, value ->> 'day' firstDay, value ->> 'lastDay' lastDay
    from json_each(:overlaps))
  select o.sectionId, count(distinct own.student_id) students
  from enrolments own join enrolments other on other.student_id = own.student_id join o on o.sectionId = other.section_id
  where own.section_id = :sectionId and other.section_id <> own.section_id
    and max(own.from_day, other.from_day, o.firstDay) <= min(coalesce(own.until_day, '9999'), coalesce(other.until_day, '9999'), o.lastDay)
  group by o.sectionId`;

/** The other classes that the planned meetings meet, in order of time. Three reads, however many meetings, staff and students. */
export async function findClashes({ db }: Pick<Services, 'db'>, planned: Planned): Promise<Clash[]> {
  const { sectionId, room, meetings } = planned;
  if (meetings.length === 0) return [];
  const args = {
    meetings: JSON.stringify(meetings),
    room: room ?? '',
    exceptSlotId: planned.exceptSlotId ?? NONE,
    exceptClassSessionId: planned.exceptClassSessionId ?? NONE,
  };
  const overlaps = await queryRows<Overlap & { firstAt: number }>(db, OVERLAPS, args);
  if (overlaps.length === 0) return [];
  const others = overlaps.map((overlap) => overlap.sectionId);
  const [staff, students] = await Promise.all([
    loadSharedStaff(db, sectionId, others),
    queryRows<{ sectionId: number; students: number }>(db, SHARED_STUDENTS, { sectionId, overlaps: JSON.stringify(overlaps) }),
  ]);
  const sorted = overlaps.sort((a, b) => a.firstAt - b.firstAt);
  const clashes = sorted.flatMap((overlap) =>
    clashesWith(overlap, {
      isOwn: overlap.sectionId === sectionId,
      names: staff.filter((one) => one.sectionId === overlap.sectionId).map(({ name }) => name),
      students: students.find((one) => one.sectionId === overlap.sectionId)?.students ?? 0,
    }),
  );
  return clashes.slice(0, MAX_NAMED);
}

function clashesWith(overlap: Overlap, shared: { isOwn: boolean; names: string[]; students: number }): Clash[] {
  const { sectionId, courseCode, courseTitle, sectionCode, day, startTime, endTime, times, room, inRoom } = overlap;
  const { isOwn, names, students } = shared;
  const other = { sectionId, courseCode, courseTitle, sectionCode, day, startTime, endTime, times };
  const clash = (kind: ClashKind, more: Partial<Clash> = {}): Clash => ({ ...other, kind, shared: [], students: 0, ...more });
  if (isOwn) return [clash('section')];
  return [
    ...(inRoom > 0 ? [clash('room', { shared: room === null ? [] : [room], times: inRoom })] : []),
    ...(names.length > 0 ? [clash('staff', { shared: names })] : []),
    ...(students > 0 ? [clash('students', { students })] : []),
  ];
}
