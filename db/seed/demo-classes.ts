/** The demo school's term as class sessions: slots expanded, each with its staff, its roll and its fate, and the statements that store them. */
import type { InStatement } from '@libsql/client';
import * as schema from '#db/schema';
import { addDays, dayAt, isWeekend, MONDAY, weekdayOf, weekStart } from '#domain/time';
import { type DayRange, expandSlot, isWithin } from '#domain/timetable/timetable';
import { type MarkRow, markRows } from './demo-marks';
import { DEMO_ACCOUNT, lessonsOf, type PlannedEnrolment, SECTIONS } from './demo-plan';
import { auditRows, classSessionRow, isHeld, type Person, type PlannedClass, type Pupil, type School } from './demo-registers';
import { correctionRows, leaveRows } from './demo-requests';
import { type IdsBefore, insertRows } from './insert';

export type People = Record<'admins' | 'teachers' | 'assistants' | 'students', Person[]>;
type SlotRow = typeof schema.slots.$inferInsert & { id: number };
type Plan = { ids: IdsBefore; school: School; people: People; enrolments: PlannedEnrolment[]; closure: DayRange };

/** The demo teacher's second class: its last lesson was never taken, so that there is something to chase. */
const FORGOTTEN_SECTION = 3;

/** English, which the demo student has not come to of late: so often in a row that an alert is due. */
const MISSED_SECTION = 5;
const MISSED_LESSONS = 3;

/** Registers nobody took and a class that did not take place, by section and day of the term (0 is its first Monday). */
const ODD_ENDS: { section: number; dayOfTerm: number; fate: PlannedClass['fate'] }[] = [
  { section: 6, dayOfTerm: 16, fate: 'not-taken' },
  { section: 5, dayOfTerm: 43, fate: 'not-taken' },
  { section: 4, dayOfTerm: 51, fate: 'not-taken' },
  { section: 8, dayOfTerm: 25, fate: 'cancelled' },
  { section: 2, dayOfTerm: 73, fate: 'cancelled' },
];

/** Every section's weekly slots. */
export function planSlots({ ids, school }: Pick<Plan, 'ids' | 'school'>): SlotRow[] {
  const termId = ids(schema.terms) + 1;
  const { fromDay: validFrom, untilDay: validUntil } = school.term;
  return SECTIONS.flatMap((section, index) => {
    const sectionId = ids(schema.sections) + index + 1;
    return lessonsOf(section).map((lesson) => ({ ...lesson, sectionId, termId, room: section.room, validFrom, validUntil }));
  }).map((slot, index) => ({ id: ids(schema.slots) + index + 1, ...slot }));
}

/** What is added on a day without school, so that there is a whole one to look at whenever the demo is tried: the classes of a Monday. */
function slotsAdded(slots: SlotRow[], today: string): SlotRow[] {
  const weekday = weekdayOf(today);
  return isWeekend(weekday) ? slots.filter((slot) => slot.weekday === MONDAY).map((slot) => ({ ...slot, weekday })) : [];
}

/** Every meeting of the term in order of time, and with them those added today. */
export function planClasses(plan: Plan, slots: SlotRow[]): PlannedClass[] {
  const { school, ids, closure } = plan;
  const today = dayAt(school.now, school.zone);
  const options = { term: school.term, closures: [closure], zone: school.zone, firstWeekday: MONDAY };
  const meetingsOf = (slot: SlotRow, range: DayRange) => expandSlot(slot, { ...options, range });
  const meetings = [
    ...slots.flatMap((slot) => meetingsOf(slot, school.term).map((meeting) => ({ slot, meeting, isAdded: false }))),
    ...slotsAdded(slots, today).flatMap((slot) =>
      meetingsOf(slot, { fromDay: today, untilDay: today }).map((meeting) => ({ slot, meeting, isAdded: true })),
    ),
  ];
  meetings.sort((a, b) => a.meeting.startsAt - b.meeting.startsAt || a.slot.id - b.slot.id);
  const daysBeforeToday = (section: number) => {
    const ofSection = meetings.filter(({ slot }) => slot.sectionId === ids(schema.sections) + section);
    return ofSection.map(({ meeting }) => meeting.day).filter((day) => day < today);
  };
  const forgottenDay = daysBeforeToday(FORGOTTEN_SECTION).at(-1);
  const missedDays = daysBeforeToday(MISSED_SECTION).slice(-MISSED_LESSONS);
  return meetings.map(({ slot, meeting, isAdded }, index) => {
    const section = slot.sectionId - ids(schema.sections);
    const isForgotten = section === FORGOTTEN_SECTION && meeting.day === forgottenDay;
    return {
      ...{ id: ids(schema.classSessions) + index + 1, number: index + 1, sectionId: slot.sectionId },
      ...{ slotId: isAdded ? null : slot.id, room: slot.room ?? '', meeting },
      fate: isForgotten ? 'not-taken' : fateOf(section, meeting.day, school.term),
      isMissed: section === MISSED_SECTION && missedDays.includes(meeting.day),
      isLeftToOpen: SECTIONS[section - 1]?.teacher === DEMO_ACCOUNT,
      staff: staffOf(section, plan.people),
      roll: rollOf(section, meeting.day, plan),
    };
  });
}

function fateOf(section: number, day: string, term: DayRange): PlannedClass['fate'] {
  const odd = ODD_ENDS.find((one) => one.section === section && addDays(weekStart(term.fromDay, MONDAY), one.dayOfTerm) === day);
  return odd?.fate ?? 'taken';
}

/** The teacher first, then the assistants. */
export function staffOf(section: number, people: People): Person[] {
  const { teacher, assistants } = SECTIONS[section - 1] ?? { teacher: DEMO_ACCOUNT, assistants: [] };
  const assisting = assistants.map((number) => people.assistants[number - 1]);
  return [people.teachers[teacher - 1], ...assisting].filter((person) => person !== undefined);
}

function rollOf(section: number, day: string, { enrolments, people }: Plan): Pupil[] {
  const onRoll = enrolments.filter(
    (one) => one.section === section && isWithin(day, { fromDay: one.fromDay, untilDay: one.untilDay ?? day }),
  );
  return onRoll.map(({ student }) => ({ ...(people.students[student - 1] as Person), number: student }));
}

const CHANGE_MARK = `update attendance set status = ?, source = ?, version = ?, reason = ?, actor_id = ?, actor_name = ?, actor_role = ?,
  changed_at = ? where class_session_id = ? and student_id = ?`;

function changeStatement(row: MarkRow): InStatement {
  const { status, source, version, reason, actorId, actorName, actorRole, changedAt, classSessionId, studentId } = row;
  return {
    sql: CHANGE_MARK,
    args: [status, source, version, reason, actorId, actorName, actorRole, changedAt, classSessionId, studentId],
  };
}

/** Marks in order of time: runs of first marks in one statement each, changes one by one between them. */
function markStatements(rows: MarkRow[]): InStatement[] {
  const statements: InStatement[] = [];
  let run: MarkRow[] = [];
  for (const row of rows) {
    if (row.version === 1) run.push(row);
    else {
      statements.push(...insertRows(schema.attendance, run), changeStatement(row));
      run = [];
    }
  }
  return [...statements, ...insertRows(schema.attendance, run)];
}

/** Statements that store class sessions, then what happened in them in order of time, and last which registers count. */
export function registerStatements(classes: PlannedClass[], school: School): InStatement[] {
  const marks = classes.flatMap((planned) => markRows(planned, school)).sort((a, b) => a.changedAt - b.changedAt);
  const audit = classes.flatMap((planned) => auditRows(planned, school)).sort((a, b) => a.at - b.at);
  const days = new Map(classes.map(({ id, meeting }) => [id, meeting.day]));
  const held = classes.filter((planned) => isHeld(planned, school)).map(({ id }) => id);
  return [
    ...insertRows(
      schema.classSessions,
      classes.map((planned) => classSessionRow(planned, school)),
    ),
    ...markStatements(marks),
    ...insertRows(schema.auditEvents, audit),
    ...insertRows(schema.leaves, leaveRows(marks, days, school)),
    ...insertRows(schema.corrections, correctionRows(marks, school)),
    { sql: 'update class_sessions set is_held = 1 where id in (select value from json_each(?))', args: [JSON.stringify(held)] },
  ];
}
