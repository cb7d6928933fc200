/**
 * What each student of the demo school did in each class, as marks with their sources and instants: a history in which some
 * marks are changed later, so that the events the database writes read like a real term's.
 */
import type { attendance } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import type { Source, Status } from '#domain/register/attendance';
import { addDays, weekdayOf } from '#domain/time';
import { DEMO_ACCOUNT, dayRandom, habitOf, minutes, studentRandom } from './demo-plan';
import { type Handling, handlingOf, isTaken, type PlannedClass, type Pupil, type School } from './demo-registers';
import { LEAVE_DECIDED, LEAVE_REASON, leaveId, NOTE_REASON } from './demo-requests';
import type { Random } from './random';

export type MarkRow = Required<typeof attendance.$inferInsert>;

/** One student in one class. */
type Scene = { planned: PlannedClass; handling: Handling; school: School; pupil: Pupil; random: Random };

const MUSTER = { id: null, name: 'Muster', role: 'system' };
const FIRST_LESSON = '09:00';
const FRIDAY = 5;

/** Every change of a mark in one register up to `now`, each student's in order of version. */
export function markRows(planned: PlannedClass, school: School): MarkRow[] {
  const handling = handlingOf(planned);
  if (!isTaken(planned, handling, school.now)) return [];
  const scene = (pupil: Pupil): Scene => ({
    planned,
    handling,
    school,
    pupil,
    random: studentRandom(pupil.number, planned.number),
  });
  return planned.roll.flatMap((pupil) => marksOf(scene(pupil))).filter((row) => row.changedAt <= school.now);
}

function marksOf(scene: Scene): MarkRow[] {
  const { pupil, planned, school, random, handling } = scene;
  if (planned.isMissed && pupil.number === DEMO_ACCOUNT) return [mark(scene, 'absent', 'auto', handling.closedAt)];
  const { day, startTime } = planned.meeting;
  const habit = habitOf(pupil.number);
  const ofDay = dayRandom(pupil.number, school.term, day);
  const isAway = ofDay() < habit.away + (weekdayOf(day) === 1 ? habit.mondayExtra : 0);
  if (isAway) return ofDay() < 0.25 ? [onLeave(scene)] : absent(scene);
  if (random() < habit.skip) return absent(scene);
  return random() < habit.late * (startTime === FIRST_LESSON ? 1.8 : 1) ? late(scene) : present(scene);
}

/** The family wrote in the morning. */
function onLeave(scene: Scene): MarkRow {
  const { school, planned, pupil } = scene;
  const { day } = planned.meeting;
  const leave = { reason: LEAVE_REASON, reasonCodeId: school.illness, actionId: leaveId(pupil.id, day) };
  return { ...mark(scene, 'excused', 'leave', instantOf(day, LEAVE_DECIDED, school.zone)), ...leave };
}

/** Seen to be missing by staff, or found unmarked at the end; now and then a note comes the next school morning. */
function absent(scene: Scene): MarkRow[] {
  const { random, handling } = scene;
  const { day, startsAt } = scene.planned.meeting;
  const isSeen = random() < 0.2;
  const first = isSeen
    ? mark(scene, 'absent', 'teacher', startsAt + minutes(random, 16, 40))
    : mark(scene, 'absent', 'auto', handling.closedAt);
  if (random() >= 0.05) return [first];
  const nextMorning = instantOf(addDays(day, weekdayOf(day) === FRIDAY ? 3 : 1), '08:40', scene.school.zone);
  return [first, change(mark(scene, 'excused', 'teacher', nextMorning), NOTE_REASON)];
}

/** Just after the bell by code, or later at the door. */
function late(scene: Scene): MarkRow[] {
  const { random } = scene;
  const { startsAt } = scene.planned.meeting;
  const chance = random();
  if (chance < 0.55) return [mark(scene, 'late', 'qr', startsAt + 10 * MINUTE_MS + minutes(random, 1, 4))];
  const arrival = mark(scene, 'late', 'teacher', startsAt + minutes(random, 22, 45));
  if (chance < 0.9) return [arrival];
  return [mark(scene, 'absent', 'teacher', startsAt + minutes(random, 15, 20)), change(arrival, null)];
}

function present(scene: Scene): MarkRow[] {
  const { random, handling } = scene;
  const chance = random();
  const atOnce = handling.openedAt + minutes(random, 0, 7);
  if (chance < 0.8) return [mark(scene, 'present', 'qr', atOnce)];
  if (chance < 0.84) return [mark(scene, 'present', 'code', atOnce)];
  if (chance < 0.88) return [mark(scene, 'present', 'badge', atOnce)];
  if (chance < 0.95) return [mark(scene, 'present', 'teacher', scene.planned.meeting.startsAt + minutes(random, 5, 15))];
  return presentOffline(scene);
}

/** Scanned with no network; most phones deliver during class, a few hours later, when the register had them absent. */
function presentOffline(scene: Scene): MarkRow[] {
  const { random, handling } = scene;
  if (random() < 0.8) return [mark(scene, 'present', 'offline', scene.planned.meeting.startsAt + minutes(random, 12, 50))];
  const delivered = mark(scene, 'present', 'offline', handling.closedAt + minutes(random, 4, 300));
  return [mark(scene, 'absent', 'auto', handling.closedAt), change(delivered, null)];
}

function mark(scene: Scene, status: Status, source: Source, changedAt: number): MarkRow {
  const { id, name, role } = authorOf(scene, source);
  return {
    ...{ classSessionId: scene.planned.id, studentId: scene.pupil.id, status, source, version: 1 },
    ...{
      note: null,
      reason: null,
      reasonCodeId: null,
      claimId: null,
      actionId: null,
      actorId: id,
      actorName: name,
      actorRole: role,
      changedAt,
    },
  };
}

/** The same mark as the second one of its student. */
function change(row: MarkRow, reason: string | null): MarkRow {
  return { ...row, version: 2, reason };
}

function authorOf({ school, handling, pupil }: Scene, source: Source) {
  if (source === 'auto') return MUSTER;
  if (source === 'leave') return school.admin;
  return source === 'teacher' || source === 'badge' ? handling.openedBy : pupil;
}
