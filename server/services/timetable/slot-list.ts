/** Slots of the timetable as a week grid lists them, and one of them. Reads only. */
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { courses, sectionStaff, sections, slots, terms, users } from '#db/schema';
import { placeInWeek } from '#db/sql/place-in-week';
import { isStaffedBy } from '#db/sql/staffing';
import { asJson } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { dayAt } from '#domain/time';
import type { SlotFilter, SlotView } from '#domain/timetable/slot';
import { type ListedSlot, SlotClashes, type Staff } from '#domain/timetable/slot-clash';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** More than a week grid can show; a filter narrows it. */
const SHOWN = 400;

function viewSlots(db: Database) {
  const { id, sectionId, termId, weekday, startTime, endTime, weeks, room, validFrom, validUntil } = slots;
  const names = db
    .select({
      names: sql`json_group_array(json_object('id', ${users.id}, 'name', ${users.name}) order by ${sectionStaff.role} desc, ${users.name})`,
    })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(eq(sectionStaff.sectionId, slots.sectionId));
  return db
    .select({
      ...{ id, sectionId, termId, courseCode: courses.code, courseTitle: courses.title, sectionCode: sections.code },
      ...{ weekday, startTime, endTime, weeks, room, validFrom, validUntil, staff: asJson<Staff[]>(sql`${names}`) },
      term: { fromDay: terms.fromDay, untilDay: terms.untilDay },
    })
    .from(slots)
    .innerJoin(sections, eq(sections.id, slots.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(terms, eq(terms.id, slots.termId));
}

function loadViews(db: Database, { termId, sectionId, staffId, room }: SlotFilter, firstWeekday: number): Promise<SlotView[]> {
  const isWanted = and(
    eq(slots.termId, termId),
    sectionId === undefined ? undefined : eq(slots.sectionId, sectionId),
    room ? sql`lower(trim(${slots.room})) = lower(${room})` : undefined,
    staffId === undefined ? undefined : isStaffedBy(db, slots.sectionId, staffId),
  );
  return viewSlots(db)
    .where(isWanted)
    .orderBy(placeInWeek(slots.weekday, firstWeekday), slots.startTime, courses.code, sections.code, slots.id)
    .limit(SHOWN + 1);
}

/** Cross joins keep the order of joining: from the term's slots, never through everybody. */
function loadStaffChoices(db: Database, termId: number) {
  const isJoined = and(eq(sectionStaff.sectionId, slots.sectionId), eq(users.id, sectionStaff.userId));
  return db
    .selectDistinct({ id: users.id, name: users.name })
    .from(slots)
    .crossJoin(sectionStaff)
    .crossJoin(users)
    .where(and(eq(slots.termId, termId), isJoined))
    .orderBy(users.name, users.id);
}

function loadRoomChoices(db: Database, termId: number) {
  const room = sql<string>`trim(${slots.room})`;
  return db
    .selectDistinct({ room })
    .from(slots)
    .where(and(eq(slots.termId, termId), ne(slots.room, '')))
    .orderBy(sql`1`);
}

export type SlotList = { slots: ListedSlot[]; isMore: boolean; staff: Staff[]; rooms: string[] };

/** With each slot the others of the list that meet at the same time from `today` on and share something. */
function withClashes(views: SlotView[], { today, firstWeekday }: { today: string; firstWeekday: number }): ListedSlot[] {
  const asked = views.map((view) => ({ ...view, section: `${view.courseCode} ${view.sectionCode}` }));
  const staff = new Map(views.map((view) => [view.sectionId, view.staff]));
  const clashes = new SlotClashes(asked, { staff, today, firstWeekday });
  return asked.map((slot) => ({ ...slot, clashes: clashes.of(slot) }));
}

/** A term's slots, narrowed by section, staff and room, in the order of the week, with clashes among them; and what they can be narrowed
 *  by. */
export async function listSlots(ctx: ActorContext, filter: SlotFilter): Promise<SlotList> {
  const { termId } = filter;
  const { zone, firstWeekday } = await loadSettings(ctx);
  const [rows, staff, rooms] = await Promise.all([
    loadViews(ctx.db, filter, firstWeekday),
    loadStaffChoices(ctx.db, termId),
    loadRoomChoices(ctx.db, termId),
  ]);
  const listed = withClashes(rows.slice(0, SHOWN), { today: dayAt(ctx.now(), zone), firstWeekday });
  return { slots: listed, isMore: rows.length > SHOWN, staff, rooms: rooms.map(({ room }) => room) };
}

/** One slot.
 *  @throws AppError `not-found` */
export async function getSlot(ctx: ActorContext, slotId: number): Promise<SlotView> {
  const [slot] = await viewSlots(ctx.db).where(eq(slots.id, slotId));
  if (!slot) throw new AppError('not-found', 'timetable.no-slot');
  return slot;
}
