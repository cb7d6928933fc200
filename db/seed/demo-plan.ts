/**
 * The demo school on paper: its calendar, courses, classes, people and week. Data and plain functions of the seed's day;
 * what happened in class is `demo-registers.ts`.
 */
import { addDays, daysBetween, MONDAY, weekStart } from '#domain/time';
import type { DayRange, WeekPattern } from '#domain/timetable/timetable';
import { nameOf } from './names';
import { integerFrom, type Random, randomFor, shuffled } from './random';

/** Changing it gives another school. */
const SEED = 20_260_901;

export const SCHOOL_NAME = 'Harbour View Sixth Form';
export const STUDENTS = 120;
const TEACHERS = 6;
const ASSISTANTS = 2;

/** Position (from 1) in its list: the account that demo logins use. */
export const DEMO_ACCOUNT = 1;

export const DEPARTMENTS = ['Sciences', 'Humanities'];

export const COURSES = [
  { code: 'MA', title: 'Mathematics', department: 'Sciences' },
  { code: 'PH', title: 'Physics', department: 'Sciences' },
  { code: 'CS', title: 'Computing', department: 'Sciences' },
  { code: 'EN', title: 'English literature', department: 'Humanities' },
  { code: 'HI', title: 'History', department: 'Humanities' },
  { code: 'GE', title: 'Geography', department: 'Humanities' },
];

/** Sections of one block meet at the same times, so a student takes one of them and a teacher teaches one of them. */
type PlannedSection = { course: string; code: string; block: number; teacher: number; assistants: number[]; room: string };

export const SECTIONS: readonly PlannedSection[] = [
  { course: 'MA', code: 'A', block: 1, teacher: 1, assistants: [1], room: 'Room 12' },
  { course: 'MA', code: 'B', block: 2, teacher: 2, assistants: [], room: 'Room 14' },
  { course: 'PH', code: 'A', block: 3, teacher: 1, assistants: [2], room: 'Lab 2' },
  { course: 'CS', code: 'A', block: 4, teacher: 4, assistants: [2], room: 'Computer room' },
  { course: 'EN', code: 'A', block: 2, teacher: 3, assistants: [], room: 'Room 7' },
  { course: 'EN', code: 'B', block: 3, teacher: 3, assistants: [], room: 'Room 7' },
  { course: 'HI', code: 'A', block: 1, teacher: 5, assistants: [2], room: 'Room 3' },
  { course: 'GE', code: 'A', block: 4, teacher: 6, assistants: [1], room: 'Room 5' },
];

/** Section numbers (from 1) of the demo student: both of the demo teacher's, and English. */
const DEMO_STUDENT_SECTIONS = [1, 3, 5];

const PERIODS = [
  { startTime: '09:00', endTime: '10:00' },
  { startTime: '10:15', endTime: '11:15' },
  { startTime: '11:30', endTime: '12:30' },
  { startTime: '13:30', endTime: '14:30' },
  { startTime: '14:45', endTime: '15:45' },
] as const;

/** `weekday` is ISO 8601; `period` counts from 1. */
type Lesson = { weekday: number; period: number; weeks: WeekPattern };

const BLOCK_LESSONS: Record<number, [weekday: number, period: number][]> = {
  1: [
    [1, 1],
    [2, 3],
    [4, 2],
  ],
  2: [
    [1, 2],
    [2, 5],
    [4, 4],
  ],
  3: [
    [1, 4],
    [3, 1],
    [5, 2],
  ],
  4: [
    [2, 1],
    [3, 3],
    [5, 4],
  ],
};

/** Practicals, every other week. */
const EXTRA_LESSONS: Record<string, Lesson> = {
  PH: { weekday: 3, period: 5, weeks: 'A' },
  CS: { weekday: 4, period: 5, weeks: 'B' },
};

/** The weekly slots of a section, with their local times. */
export function lessonsOf({ course, block }: PlannedSection) {
  const weekly = (BLOCK_LESSONS[block] ?? []).map(([weekday, period]): Lesson => ({ weekday, period, weeks: 'every' }));
  const extra = EXTRA_LESSONS[course];
  return [...weekly, ...(extra ? [extra] : [])].map(({ weekday, period, weeks }) => {
    const times = PERIODS[period - 1] ?? PERIODS[0];
    return { weekday, weeks, startTime: times.startTime, endTime: times.endTime };
  });
}

/** A term that began nine weeks before this week, with a week off in the middle: eight full weeks lie behind, four ahead. */
export function calendarOf(today: string): { term: DayRange & { name: string }; closure: DayRange & { name: string } } {
  const monday = weekStart(today, MONDAY);
  const term = { name: termName(monday), fromDay: addDays(monday, -9 * 7), untilDay: addDays(monday, 4 * 7 + 4) };
  return { term, closure: { name: 'Mid-term break', fromDay: addDays(monday, -4 * 7), untilDay: addDays(monday, -3 * 7 - 3) } };
}

function termName(day: string): string {
  const month = Number(day.slice(5, 7));
  const season = month >= 9 ? 'Autumn' : month >= 5 ? 'Summer' : 'Spring';
  return `${season} term ${day.slice(0, 4)}`;
}

/** One way of taking three subjects: a section of each of three blocks, never two of one course. Section numbers count from 1. */
function subjectChoices(): number[][] {
  const numbers = SECTIONS.map((_, index) => index + 1);
  const section = (number: number) => SECTIONS[number - 1] as PlannedSection;
  const differ = (a: number, b: number) => section(a).block !== section(b).block && section(a).course !== section(b).course;
  return numbers.flatMap((a) =>
    numbers.flatMap((b) =>
      numbers.filter((c) => a < b && b < c && differ(a, b) && differ(b, c) && differ(a, c)).map((c) => [a, b, c]),
    ),
  );
}

export type PlannedEnrolment = { section: number; student: number; fromDay: string; untilDay: string | null };

/** Who takes what. One student came two weeks late, another left a subject after five weeks. */
export function planEnrolments(term: DayRange): PlannedEnrolment[] {
  const choices = shuffled(randomFor(SEED, 1), subjectChoices());
  return Array.from({ length: STUDENTS }, (_, index) => index + 1).flatMap((student) => {
    const sections = student === DEMO_ACCOUNT ? DEMO_STUDENT_SECTIONS : (choices[student % choices.length] as number[]);
    const fromDay = student === 48 ? addDays(term.fromDay, 14) : term.fromDay;
    return sections.map((section, position) => ({
      section,
      student,
      fromDay,
      untilDay: student === 77 && position === 0 ? addDays(term.fromDay, 5 * 7 - 3) : null,
    }));
  });
}

type PlannedPerson = { name: string; email: string };

/** The people by role, each list from its demo account on. */
export function planPeople(): Record<'admins' | 'teachers' | 'assistants' | 'students', PlannedPerson[]> {
  const list = (role: string, first: string, count: number, offset: number, suffix: (number: number) => string) =>
    Array.from({ length: count }, (_, index) => ({
      name: index === 0 ? first : nameOf(offset + index),
      email: `${role}${index === 0 ? '' : suffix(index + 1)}@demo.school`,
    }));
  return {
    admins: list('admin', 'Ingrid Halvorsen', 1, 0, String),
    teachers: list('teacher', 'Daniel Osborne', TEACHERS, 200, (number) => `-${number}`),
    assistants: list('assistant', 'Priscilla Vane', ASSISTANTS, 220, (number) => `-${number}`),
    students: list('student', 'Robin Achebe', STUDENTS, 0, (number) => `-${String(number).padStart(3, '0')}`),
  };
}

/** People who have signed up and wait for the administrator. `hoursAgo` is how long they have waited. */
export const SIGN_UPS = [
  { name: 'Noor van Dijk', email: 'noor.vandijk@demo.school', role: 'student', hoursAgo: 3 },
  { name: 'Gabriel Stone', email: 'gabriel.stone@demo.school', role: 'student', hoursAgo: 20 },
  { name: 'Helen Marsh', email: 'helen.marsh@demo.school', role: 'teacher', hoursAgo: 44 },
] as const;

/** How a student attends: chances of being away for a day, of missing a single class, of coming late. */
export type Habit = { away: number; skip: number; late: number; mondayExtra: number };

/** A student's habit, the same in every seed: most attend well, every eleventh or so is often away, some hover about the threshold. */
export function habitOf(student: number): Habit {
  const random = randomFor(SEED, 2, student);
  if (student === DEMO_ACCOUNT) return { away: 0.05, skip: 0.03, late: 0.12, mondayExtra: 0.05 };
  const rest = between(random, 0.01, 0.06);
  const missed = student % 17 === 5 ? between(random, 0.27, 0.4) : student % 9 === 4 ? between(random, 0.13, 0.2) : rest;
  return { away: missed * 0.75, skip: missed * 0.3, late: between(random, 0.02, 0.09), mondayExtra: between(random, 0.05, 0.13) };
}

function between(random: Random, min: number, max: number): number {
  return min + random() * (max - min);
}

/** Randomness of its own for one student on one day. */
export function dayRandom(student: number, term: DayRange, day: string): Random {
  return randomFor(SEED, 3, student, daysBetween(term.fromDay, day));
}

/** Randomness of its own for one class session, by its number in the term. */
export function classRandom(number: number): Random {
  return randomFor(SEED, 4, number);
}

/** Randomness of its own for one student in one class session. */
export function studentRandom(student: number, number: number): Random {
  return randomFor(SEED, 5, student, number);
}

/** A length of time between two numbers of minutes, in ms. */
export function minutes(random: Random, min: number, max: number): number {
  return integerFrom(random, min * 60, max * 60) * 1000;
}
