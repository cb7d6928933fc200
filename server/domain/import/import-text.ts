/**
 * Bytes of a text file to rows of cells, and back: encodings and delimiters as schools' programs write them. Long files are read in
 * slices by generators, so that whoever drives them can let others have a turn.
 */
import Papa from 'papaparse';
import { MAX_ROWS, refuseFile } from './import';

/** What programs call Latin-1 and mean Windows-1252 by (WHATWG Encoding). */
const FALLBACK = 'windows-1252';
/** Its characters from 0x80 on, where some engines decode Latin-1 instead. */
const FALLBACK_UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Characters parsed at a time. A line with its quoted breaks has to fit in. */
const SLICE = 200_000;
const MAX_CELLS = 200;

const DELIMITERS = [',', ';', '\t', '|'];

/** Control characters that text has: tab, the line ends, form feed and escape. */
const TEXT_CONTROLS = [9, 10, 11, 12, 13, 27];

export type CsvRow = { line: number; cells: string[] };

function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 400);
  const zeros = (odd: number) => head.filter((byte, index) => index % 2 === odd && byte === 0).length;
  if (zeros(1) > head.length / 4 && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > head.length / 4 && zeros(1) === 0) return 'utf-16be';
  return 'utf-8';
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeFallback(bytes: Uint8Array): string {
  const text = new TextDecoder(FALLBACK).decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (letter) => FALLBACK_UPPER[letter.charCodeAt(0) - 0x80] ?? letter);
}

/** Whether there are control characters, `allowed` ones apart. */
export function hasControls(text: string, allowed: readonly number[] = []): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 && !allowed.includes(code)) return true;
  }
  return false;
}

/** The text of a file in UTF-8 or UTF-16, with or without a byte order mark, or else Windows-1252. Line ends become `\n`.
 *  @throws AppError `invalid` for what is no text */
export function decodeText(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes);
  const text = decodeAs(encoding, bytes) ?? (encoding === 'utf-8' ? decodeFallback(bytes) : null);
  if (text === null || hasControls(text, TEXT_CONTROLS)) return refuseFile({ id: 'import.no-text', values: { name } });
  return text.replace(/\r\n?/g, '\n');
}

/** What separates the cells: whichever the first lines have most evenly; a comma when there is nothing to separate. */
export function detectDelimiter(text: string): string {
  // What is quoted separates nothing, and its breaks end no line.
  const lines = text
    .slice(0, 20_000)
    .replace(/"[^"]*"/g, '')
    .split('\n', 10);
  const scoreOf = (delimiter: string) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    return counts.length * 100 + counts.filter((count) => count === Math.max(...counts)).length;
  };
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(delimiter) }));
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

type Parsed = { data: string[][]; errors: { type: string; row?: number }[]; meta: { cursor: number } };

/** Lines a row stands on: breaks inside quotes count. */
function linesOf(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 1);
}

/** Every row with the line it begins on, blank ones too. Yields after each slice.
 *  @throws AppError `invalid` for quotation marks that do not match, and for a line or a row without end */
export function* readRows(text: string, name: string): Generator<void, CsvRow[]> {
  const parser = new Papa.Parser({ delimiter: detectDelimiter(text), newline: '\n' });
  const rows: CsvRow[] = [];
  let cursor = 0;
  let line = 1;
  while (cursor < text.length) {
    const isLast = cursor + SLICE >= text.length;
    const { data, errors, meta } = parser.parse(text.slice(cursor, cursor + SLICE), 0, !isLast) as Parsed;
    const broken = errors.find(({ type }) => type === 'Quotes');
    for (const [index, cells] of data.entries()) {
      if (broken && index === (broken.row ?? 0)) break;
      if (cells.length > MAX_CELLS) refuseFile({ id: 'import.line-too-wide', values: { name, line, most: MAX_CELLS } });
      rows.push({ line, cells });
      line += linesOf(cells);
    }
    if (broken) refuseFile({ id: 'import.quote-misplaced', values: { name, line } });
    if (rows.length > MAX_ROWS) refuseFile({ id: 'import.file-too-long', values: { name, most: MAX_ROWS } });
    if (meta.cursor === 0) refuseFile({ id: 'import.line-endless', values: { name, line } });
    cursor += isLast ? text.length : meta.cursor;
    yield;
  }
  return rows;
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
