/**
 * The text of a list to rows of cells, with the delimiters and the quotation marks that schools' programs write. Long files are read in
 * slices by generators, so that whoever drives them can let others have a turn.
 */
import Papa from 'papaparse';
import { MAX_ROWS, refuseFile } from './import';

/** Characters parsed at a time. A line with its quoted breaks has to fit in. */
const SLICE = 200_000;
const AFTER_BROKEN = 4_000;
const MAX_CELLS = 200;

const DELIMITERS = [',', ';', '\t', '|'];

/** `isQuotedWrongly`: a quotation mark was opened or closed in the wrong place, so the cells are those of the line as it is written. */
export type CsvRow = { line: number; cells: string[]; isQuotedWrongly?: boolean };

/** What spreadsheets take from the first line, and write there. */
const SEPARATOR_LINE = /^sep=(.)\n?/i;

/** What separates the cells: whichever the first lines have most evenly, and most often; a comma when there is nothing to separate. A
 *  comma before a blank is one of a name or a sentence, where anything else separates. */
export function detectDelimiter(text: string): string {
  // What is quoted separates nothing, and its breaks end no line.
  const lines = text
    .slice(0, 20_000)
    .replace(/"[^"]*"/g, '')
    .replace(/, /g, ' ')
    .split('\n', 10);
  const scoreOf = (delimiter: string) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const most = Math.max(0, ...counts);
    return counts.length * 1_000 + counts.filter((count) => count === most).length * 10 + Math.min(most, 9);
  };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(delimiter) }));
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

type Parsed = { data: string[][]; errors: { type: string; row?: number }[]; meta: { cursor: number } };

/** Lines a row stands on: breaks inside quotes count. */
function linesOf(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 1);
}

/** Where the line ends that begins at `start`, its break included. */
function lineEnd(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at < 0 ? text.length : at + 1;
}

/** Where the line begins that is so many lines after the one at `start`. */
function skipLines(text: string, start: number, lines: number): number {
  let at = start;
  for (let line = 0; line < lines; line++) at = lineEnd(text, at);
  return at;
}

/** A line by itself, its quotation marks taken for what they are. */
function asWritten(text: string, delimiter: string, line: number): CsvRow {
  const cells = text.replace(/\n$/, '').split(delimiter);
  const isQuotedWrongly = (text.split('"').length - 1) % 2 === 1;
  return { line, cells, ...(isQuotedWrongly && { isQuotedWrongly }) };
}

/** Reads a text from `cursor` on, slice by slice. */
class RowReader {
  readonly rows: CsvRow[] = [];
  readonly delimiter: string;
  readonly #parser: Papa.Parser;
  #cursor: number;
  #line: number;
  /** Smaller after a line that was written wrongly, so that many of them do not have the text behind them read as often. */
  #size = SLICE;

  constructor(
    readonly text: string,
    readonly name: string,
  ) {
    const [separatorLine = '', separator] = SEPARATOR_LINE.exec(text) ?? [];
    this.delimiter = separator ?? detectDelimiter(text);
    this.#parser = new Papa.Parser({ delimiter: this.delimiter, newline: '\n' });
    this.#cursor = separatorLine.length;
    this.#line = separatorLine ? 2 : 1;
  }

  get isDone(): boolean {
    return this.#cursor >= this.text.length;
  }

  readSlice(): void {
    const isLast = this.#cursor + this.#size >= this.text.length;
    const slice = this.text.slice(this.#cursor, this.#cursor + this.#size);
    const { data, errors, meta } = this.#parser.parse(slice, 0, !isLast) as Parsed;
    const isCut = meta.cursor === 0 && !isLast;
    const canGrow = this.#size < SLICE;
    this.#size = Math.min(SLICE, this.#size * 2);
    if (isCut && canGrow) return;
    const broken = isCut ? 0 : errors.find(({ type }) => type === 'Quotes')?.row;
    const start = skipLines(this.text, this.#cursor, this.#take(data.slice(0, broken)));
    if (broken === undefined) this.#cursor += isLast ? slice.length : meta.cursor;
    else this.#takeAsWritten(start);
    if (this.rows.length > MAX_ROWS) refuseFile({ id: 'import.file-too-long', values: { name: this.name, most: MAX_ROWS } });
  }

  /** @returns how many lines the rows stand on */
  #take(rows: string[][]): number {
    const first = this.#line;
    for (const cells of rows) {
      const values = { name: this.name, line: this.#line, most: MAX_CELLS };
      if (cells.length > MAX_CELLS) refuseFile({ id: 'import.line-too-wide', values });
      this.rows.push({ line: this.#line, cells });
      this.#line += linesOf(cells);
    }
    return this.#line - first;
  }

  #takeAsWritten(start: number): void {
    this.#cursor = lineEnd(this.text, start);
    if (this.#cursor - start > SLICE) refuseFile({ id: 'import.line-endless', values: { name: this.name, line: this.#line } });
    this.rows.push(asWritten(this.text.slice(start, this.#cursor), this.delimiter, this.#line++));
    this.#size = AFTER_BROKEN;
  }
}

/** Every row with the line it begins on, blank ones too. A line whose quotation marks do not match costs no other. Yields after each
 *  slice.
 *  @throws AppError `invalid` for a line or a row without end */
export function* readRows(text: string, name: string): Generator<void, CsvRow[]> {
  const reader = new RowReader(text, name);
  while (!reader.isDone) {
    reader.readSlice();
    yield;
  }
  return reader.rows;
}

/** Whether nothing is written in a row. */
export function isBlank({ cells }: CsvRow): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/** Runs a reading to its end at once: for files known to be short, and for tests. */
export function readAll<Value>(reading: Generator<void, Value>): Value {
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}
