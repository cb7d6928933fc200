/** Who opened and closed each register of the demo school, and how its class session stands now. Its marks are `demo-marks.ts`. */
import type { auditEvents, classSessions } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import type { Role } from '#domain/person/user';
import { checkInClosesAt } from '#domain/register/class-session';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import type { DayRange, Meeting } from '#domain/timetable/timetable';
import { classRandom, minutes } from './demo-plan';

export type Person = { id: number; name: string; email: string; role: Role };
/** A student on the roll. `number` is the position in the school's list, which decides the habit. */
export type Pupil = Person & { number: number };

export type ClassSessionRow = typeof classSessions.$inferInsert & { id: number };
export type AuditRow = typeof auditEvents.$inferInsert;

/** One meeting and who takes part. `fate` is what became of it once its time had come; `number` is its place in the term. */
export type PlannedClass = {
  id: number;
  number: number;
  sectionId: number;
  /** Null for one that the administrator added. */
  slotId: number | null;
  room: string;
  meeting: Meeting;
  fate: 'taken' | 'not-taken' | 'cancelled';
  /** The demo student did not come. */
  isMissed: boolean;
  /** Stays scheduled to its end, for the demo teacher to open. */
  isLeftToOpen: boolean;
  staff: Person[];
  roll: Pupil[];
};

/** `illness` is the reason code of that name. */
export type School = { now: number; zone: string; term: DayRange; admin: Person; illness: number };

/** What staff did with one register. `closedBy` null is Muster itself, at the end of class. */
export type Handling = { openedAt: number; closedAt: number; openedBy: Person; closedBy: Person | null };

const CHECK_IN_MINUTES = 15;

/** What staff did, or will have done, with a register that is taken. */
export function handlingOf({ meeting, staff, number }: PlannedClass): Handling {
  const random = classRandom(number);
  const [teacher] = staff as [Person];
  const openedBy = random() < 0.3 ? (staff.at(-1) ?? teacher) : teacher;
  const openedAt = meeting.startsAt - minutes(random, 0, 5);
  const isClosedByHand = random() < 0.6;
  const closedAt = isClosedByHand ? meeting.endsAt - minutes(random, 1, 6) : meeting.endsAt;
  return { openedAt, closedAt, openedBy, closedBy: isClosedByHand ? teacher : null };
}

/** Whether the register was taken, or is being taken, by `now`. */
export function isTaken(planned: PlannedClass, handling: Handling, now: number): boolean {
  if (planned.fate !== 'taken') return false;
  return planned.isLeftToOpen ? planned.meeting.endsAt <= now : handling.openedAt <= now;
}

function stateOf(planned: PlannedClass, handling: Handling, now: number): ClassSessionRow['state'] {
  if (planned.fate === 'cancelled') return 'cancelled';
  if (isTaken(planned, handling, now)) return handling.closedAt <= now ? 'closed' : 'open';
  return planned.meeting.endsAt <= now ? 'closed' : 'scheduled';
}

/** The row of a class session as it stands at the school's `now`. `isHeld` is left for after its marks. */
export function classSessionRow(planned: PlannedClass, school: School): ClassSessionRow {
  const { id, sectionId, slotId, room, meeting } = planned;
  const handling = handlingOf(planned);
  const state = stateOf(planned, handling, school.now);
  const taken = isTaken(planned, handling, school.now) ? handling : null;
  const origin = slotId === null ? { slotDay: null, createdById: school.admin.id } : { slotDay: meeting.day, createdById: null };
  const closing = taken && checkInClosesAt({ ...meeting, openedAt: taken.openedAt }, CHECK_IN_MINUTES);
  return {
    ...{ id, sectionId, slotId, ...origin, room, ...meeting, zone: school.zone, state, closesAt: meeting.endsAt },
    openedAt: taken?.openedAt ?? null,
    openedById: taken?.openedBy.id ?? null,
    checkInClosesAt: closing,
    closedAt: state === 'closed' ? (taken?.closedAt ?? meeting.endsAt) : null,
    closedById: state === 'closed' ? (taken?.closedBy?.id ?? null) : null,
    editedAt: state === 'cancelled' ? Math.min(school.now, meeting.startsAt) : null,
    isLocked: state === 'closed' && meeting.endsAt + DEFAULT_SETTINGS.lockDays * DAY_MS <= school.now,
  };
}

/** Whether a register ended as one that counts. */
export function isHeld(planned: PlannedClass, { now }: School): boolean {
  const handling = handlingOf(planned);
  return isTaken(planned, handling, now) && handling.closedAt <= now;
}

/** The audit log's entries of one register. */
export function auditRows(planned: PlannedClass, { now }: School): AuditRow[] {
  const handling = handlingOf(planned);
  if (!isTaken(planned, handling, now)) return [];
  const { openedAt, closedAt, openedBy, closedBy } = handling;
  const entry = (person: Person, at: number, action: string, detail: Record<string, number>): AuditRow => {
    const actor = { actorId: person.id, actorName: person.name, actorRole: person.role };
    return { at, ...actor, action, subject: `class-session:${planned.id}`, detail };
  };
  const closing = checkInClosesAt({ ...planned.meeting, openedAt }, CHECK_IN_MINUTES);
  const opened = entry(openedBy, openedAt, 'register.opened', { openedAt, checkInClosesAt: closing });
  return closedBy && closedAt <= now ? [opened, entry(closedBy, closedAt, 'register.closed', { closedAt })] : [opened];
}
