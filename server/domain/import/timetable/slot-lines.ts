/** The lines of a timetable list: class, weekday, start, end, and what more there is (`import-header-words` says under which words). */
import { unprotected } from '#domain/csv-text';
import { plainLine } from '#domain/text';
import type { Said } from '#domain/words/message';
import { refuseFile } from '../import';
import type { Refusal } from '../import-classes';
import { type ChosenColumns, type Columns, columnsNamed, type Heading, splitAtHeader, withChosen } from '../import-columns';
import type { CsvRow } from '../import-csv';
import { readListedDay } from '../import-days';
import { SLOT_FIELDS, type SlotField } from '../import-header-words';
import { type SlotDraft, TIMETABLE_COLUMNS, type Weekly } from './slot-draft';
import { type ReadWeekday, readTime, readWeeks, timesIn, weekdayReader, weekdaysIn } from './slot-words';

/** Lines that tell what a column holds. */
const SAMPLE = 50;

const BY_PLACE: Columns = Object.fromEntries(TIMETABLE_COLUMNS.map((field, place) => [field, place]));

/** Digits alone can be a room, or a year. */
const isTime = (cell = '') => /\D/.test(cell.trim()) && (readTime(cell) ?? timesIn(cell)) !== null;

function isHeader(row: CsvRow): boolean {
  const { weekday, start, end, from } = columnsNamed(row, SLOT_FIELDS);
  return weekday !== undefined && (start ?? end ?? from) !== undefined;
}

/** “From” and “Until” are times where they hold them and nothing else does. One column is not both course and class. */
function withMeaning({ course, ...columns }: Columns, lines: CsvRow[]): Columns {
  const { start, end, from, until, ...others } = columns;
  const holdsTimes = (place: number | undefined) =>
    place !== undefined && lines.slice(0, SAMPLE).some(({ cells }) => isTime(cells[place]));
  const [isStart, isEnd] = [start === undefined && holdsTimes(from), end === undefined && holdsTimes(until)];
  const times = { start: isStart ? from : start, end: isEnd ? until : end };
  const days = { from: isStart ? undefined : from, until: isEnd ? undefined : until };
  const known = { ...others, ...times, ...days, course: course === columns.section ? undefined : course };
  return Object.fromEntries(Object.entries(known).filter(([, place]) => place !== undefined));
}

function readHeading(rows: CsvRow[]): Heading {
  const { header, lines } = splitAtHeader(rows, isHeader, ({ cells }) => cells.some(isTime));
  return { header, lines, columns: header ? withMeaning(columnsNamed(header, SLOT_FIELDS), lines) : BY_PLACE };
}

type Cell = (field: SlotField) => string;

/** What is wrong with a text; `none` says that there is none. */
const unknown = (id: 'import.weekday-unknown' | 'import.time-unknown', text: string): Said => ({
  id,
  values: { text: text || 'none' },
});

function readDays(cell: Cell): Pick<Weekly, 'from' | 'until'> | Refusal {
  const [from, until] = [readListedDay(cell('from')), readListedDay(cell('until'))];
  if (from !== undefined && until !== undefined) return { from, until };
  const text = from === undefined ? cell('from') : cell('until');
  return { refusal: { id: 'import.dates-unreadable', values: { text } } };
}

/** In the order that decides which of several faults is told. */
function readWeekly(cell: Cell, day: string, readWeekday: ReadWeekday): Weekly | Refusal {
  const weekday = readWeekday(day);
  if (weekday === null) return { refusal: unknown('import.weekday-unknown', day) };
  const both = cell('end') === '' ? timesIn(cell('start')) : null;
  const [start, end] = both ?? [cell('start'), cell('end')];
  const [startTime, endTime] = [readTime(start), readTime(end)];
  if (startTime === null) return { refusal: unknown('import.time-unknown', start) };
  if (endTime === null) return { refusal: unknown('import.time-unknown', end) };
  const weeks = readWeeks(cell('weeks'));
  if (weeks === null) return { refusal: { id: 'import.weeks-unknown', values: { text: cell('weeks') } } };
  const days = readDays(cell);
  return 'refusal' in days ? days : { weekday, startTime, endTime, weeks, ...days };
}

/** What the class of a line may be called. Beside its course, one word alone would be any course's: "A". */
function namesIn(cell: Cell): string[] {
  const [course, section] = [cell('course'), cell('section')];
  const isWhole = course === '' || section.includes(' ');
  return [...new Set([`${course} ${section}`.trim(), ...(isWhole ? [section] : [])])].filter(Boolean);
}

/** A draft for each weekday of a line. */
function draftsOf(row: CsvRow, columns: Columns, names: string[], readWeekday: ReadWeekday): SlotDraft[] {
  const cell: Cell = (field) => plainLine(unprotected(row.cells[columns[field] ?? -1]?.trim() ?? ''));
  const cells = Object.fromEntries(names.flatMap((name, place) => (name === '' ? [] : [[name, row.cells[place] ?? '']])));
  const line = { line: row.line, names: namesIn(cell), room: cell('room'), term: cell('term'), cells };
  if (row.isQuotedWrongly) return [{ ...line, meets: { refusal: 'import.quote-in-line' } }];
  const days = weekdaysIn(cell('weekday'));
  return (days.length > 0 ? days : ['']).map((day) => ({ ...line, meets: readWeekly(cell, day, readWeekday) }));
}

export type SlotLines = { drafts: SlotDraft[]; header: string[]; heading: Heading };

/** Reads every line that is not blank.
 *  @throws AppError `invalid` for a file with no line */
export function readSlotLines(rows: CsvRow[], chosen: ChosenColumns | null): SlotLines {
  const heading = withChosen(readHeading(rows), chosen);
  const { header, columns, lines } = heading;
  if (lines.length === 0) refuseFile('import.no-slots');
  const names = header ? header.cells.map((cell) => cell.trim()) : [...TIMETABLE_COLUMNS];
  const readWeekday = weekdayReader(lines.flatMap(({ cells }) => weekdaysIn(cells[columns.weekday ?? -1] ?? '')));
  const drafts = lines.flatMap((row) => draftsOf(row, columns, names, readWeekday));
  return { drafts, header: names.filter((name) => name !== ''), heading };
}
