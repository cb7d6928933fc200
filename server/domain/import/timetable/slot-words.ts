/** Weekdays, times and weeks as timetables of schools write them, in the languages that schools speak. */

import type { WeekPattern } from '#domain/timetable/timetable';
import { dateFormat } from '#domain/words/intl';
import { LANGUAGES } from '#domain/words/language';
import { plainWord } from '../import-columns';

/** Those of the header words, and those that the app is in. */
const SPOKEN = [...new Set(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', ...LANGUAGES])];

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** What `Intl` does not say. */
const ALSO: Record<string, number> = { weds: 3, sonnabend: 6 };

/** A day of each weekday, Monday first. */
const dayOf = (weekday: number) => Date.UTC(2024, 0, weekday);

type DayWords = { long: string; short: string }[];

const WORDS = new Map<string, DayWords>();

/** The weekdays of a language, Monday first. */
function wordsIn(language: string): DayWords {
  const word = (style: 'long' | 'short', weekday: number) =>
    plainWord(dateFormat(language, { weekday: style, timeZone: 'UTC' }).format(dayOf(weekday)));
  const words = WORDS.get(language) ?? WEEKDAYS.map((day) => ({ long: word('long', day), short: word('short', day) }));
  WORDS.set(language, words);
  return words;
}

/** The weekday that a word means in a language: its name, what it is shortened to, or a beginning that no other has. */
function weekdayIn(language: string, word: string): number | null {
  const words = wordsIn(language);
  const exact = words.findIndex(({ long, short }) => word === short || word === long || word.startsWith(long));
  if (exact >= 0) return exact + 1;
  const begun = words.flatMap(({ long }, index) => (long.startsWith(word) ? [index + 1] : []));
  return word.length > 1 && begun.length === 1 ? (begun[0] as number) : null;
}

/** What reads a weekday: a name in whatever language, or its number in ISO 8601; null for what is none. */
export type ReadWeekday = (cell: string) => number | null;

/** How the weekdays of a file are read: in the language that knows most of them ("Ma" is a Monday in Dutch, a Tuesday in Spanish). */
export function weekdayReader(cells: readonly string[]): ReadWeekday {
  const words = cells.map(plainWord).filter(Boolean);
  const knownIn = (language: string) => words.filter((word) => weekdayIn(language, word) !== null).length;
  const counted = SPOKEN.map((language) => ({ language, known: knownIn(language) })).sort((a, b) => b.known - a.known);
  return (cell) => {
    const word = plainWord(cell);
    if (/^[1-7]$/.test(word)) return Number(word);
    if (word === '') return null;
    const found = counted.map(({ language }) => weekdayIn(language, word)).find((weekday) => weekday !== null);
    return found ?? ALSO[word] ?? null;
  };
}

/** The weekdays of one cell: "Mon, Wed". Of more than a week has, the cell as a whole is none. */
export function weekdaysIn(cell: string): string[] {
  const parts = cell
    .split(/[,;/+&]/, WEEKDAYS.length * 2)
    .map((part) => part.trim())
    .filter(Boolean);
  return parts.length > WEEKDAYS.length ? [cell.trim()] : parts;
}

/** Letters of two times with a word between them, and more: what is longer is none, and would be searched for long. */
const LONGEST_TIMES = 60;

const TIME = /^(\d{1,2})(?:[:.h]\s?(\d{2})(?:[:.]\d{2})?)?\s?(h|uhr|am|pm)?$/;
const DENSE_TIME = /^(\d{2})(\d{2})$/;

/** `HH:MM` of a time as it is written: `9:00`, `09.00`, `9h00`, `9h`, `0900`, `9:00 AM`; null for what is none. Midnight as an end of
 *  a day, `24:00`, is `00:00`. */
export function readTime(cell: string): string | null {
  if (cell.length > LONGEST_TIMES) return null;
  const text = cell
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/([ap])\.?\s?m\.?$/, '$1m')
    .replace(/(\d)\s?h\s?(\d)/, '$1h$2');
  const [, hours = '', minutes, ending] = TIME.exec(text) ?? DENSE_TIME.exec(text) ?? [];
  if (hours === '' || (minutes === undefined && ending === undefined)) return null;
  const isTwelve = ending === 'am' || ending === 'pm';
  const hour = isTwelve ? (Number(hours) % 12) + (ending === 'pm' ? 12 : 0) : Number(hours);
  if ((isTwelve && !(Number(hours) >= 1 && Number(hours) <= 12)) || hour > 24 || Number(minutes ?? 0) > 59) return null;
  if (hour === 24 && Number(minutes ?? 0) > 0) return null;
  return `${String(hour % 24).padStart(2, '0')}:${minutes ?? '00'}`;
}

/** Start and end of a cell that holds both: "9:00–10:30", "9:00 to 10:30". */
export function timesIn(cell: string): [start: string, end: string] | null {
  if (cell.length > LONGEST_TIMES) return null;
  const [start = '', end = '', ...more] = cell.split(/\s*[-–—]\s*|\s+(?:to|bis|a|à|al|tot|until)\s+/i);
  return more.length === 0 && readTime(start) && readTime(end) ? [start, end] : null;
}

/** Words for weeks themselves, which say nothing beside the letter. */
const WEEK = /\b(weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week)\b/g;
const EVERY = [
  ...['', 'every', 'each', 'all', 'weekly', 'both', 'a b', 'ab', 'a and b', 'jede', 'jeder', 'wochentlich', 'alle', 'a und b'],
  ...['chaque', 'toutes', 'toutes les', 'hebdomadaire', 'a et b', 'todas', 'todas las', 'cada', 'semanal', 'a y b'],
  ...['ogni', 'tutte', 'tutte le', 'settimanale', 'todas as', 'elke', 'wekelijks'],
];

/** In which weeks a class meets: each one, or those of a letter; null for what is neither. */
export function readWeeks(cell: string): WeekPattern | null {
  const word = plainWord(cell).replace(WEEK, '').replace(/\s+/g, ' ').trim();
  if (EVERY.includes(word)) return 'every';
  return word === 'a' ? 'A' : word === 'b' ? 'B' : null;
}
