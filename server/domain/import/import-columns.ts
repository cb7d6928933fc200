/**
 * Which column of a list is what: by the words above them (`import-header-words`), or by what stands below.
 */
import { Email } from '#domain/person/user';
import { plainLine, withoutAccents } from '#domain/text';
import { refuseFile } from './import';
import { type CsvRow, isBlank } from './import-csv';
import {
  ENROLMENT_FIELDS,
  FIELDS,
  FIRST_BESIDE_SURNAME,
  type Field,
  HEADER_WORDS,
  SURNAME_BESIDE_FIRST,
} from './import-header-words';
import { writtenAddress } from './import-remarks';

/** Where each is; what a file does not have is missing. */
export type Columns = Partial<Record<Field, number>>;

/** The first of a file's lines that are not blank: titles, and the header. */
const HEAD_LINES = 20;
/** Letters of a column's name that are shown. */
const NAME_MOST = 60;
/** Lines that tell what a column holds. */
const SAMPLE = 50;

/** Letters and digits alone, so that "E-Mail", "e_mail" and "Correo electrónico:" are one with their words. */
export function plainWord(cell: string): string {
  return withoutAccents(cell)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What stands above a column, without what it says in brackets: "Prénom(s)", "Email (school)". */
const headWord = (cell: string) => plainWord(cell.replace(/\([^)]*\)/g, ' ')) || plainWord(cell);

const isAddress = (cell: string | undefined) => Email.safeParse(writtenAddress(cell ?? '')).success;

/** Names of a person in two columns, of which one has a word that elsewhere means the whole. */
function withBothNames(columns: Columns, words: string[]): Columns {
  const { name, ...rest } = columns;
  const word = name === undefined ? '' : (words[name] ?? '');
  if (rest.first !== undefined && rest.last === undefined && SURNAME_BESIDE_FIRST.includes(word)) return { ...rest, last: name };
  if (rest.last !== undefined && rest.first === undefined && FIRST_BESIDE_SURNAME.includes(word)) return { ...rest, first: name };
  return columns;
}

/** Whether a column but counts the lines, as those of answers to a form do. */
function countsLines(rows: CsvRow[], place: number | undefined): boolean {
  const cells = place === undefined ? [] : rows.slice(0, SAMPLE).map((row) => row.cells[place]?.trim());
  return cells.every((cell, index) => cell === String(index + 1));
}

/** The columns that a line names, if it is a header: of several with a field's words, the one whose word comes first there. */
export function columnsNamed({ cells }: CsvRow, fields: readonly Field[]): Columns {
  const words = cells.map(headWord);
  const columns: Columns = {};
  for (const field of fields) {
    const word = HEADER_WORDS[field].find((one) => words.includes(one));
    if (word !== undefined) columns[field] = words.indexOf(word);
  }
  return withBothNames(columns, words);
}

/** The column in which most lines have an address. */
function addressColumn(rows: CsvRow[]): number | undefined {
  const sample = rows.slice(0, SAMPLE);
  const counts = new Map<number, number>();
  for (const { cells } of sample)
    for (const [place, cell] of cells.entries()) if (isAddress(cell)) counts.set(place, (counts.get(place) ?? 0) + 1);
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best && best[1] * 2 >= sample.length ? best[0] : undefined;
}

function holdsAddress(rows: CsvRow[], place: number | undefined): boolean {
  return place !== undefined && rows.slice(0, SAMPLE).some(({ cells }) => isAddress(cells[place]));
}

export type Heading = {
  columns: Columns;
  /** The line that names them; null where they go by their places. */
  header: CsvRow | null;
  /** Lines below it that are not blank. */
  lines: CsvRow[];
};

/** Without a header: address, name, class. */
const BY_PLACE: Columns = { email: 0, name: 1, section: 2 };

/** Which column is what, as somebody chose: null for none. */
export type ChosenColumns = Partial<Record<Field, number | null>>;

/** A heading with the columns that were chosen instead of those that were found. */
export function withChosen(heading: Heading, chosen: ChosenColumns | null): Heading {
  if (!chosen) return heading;
  const kept = FIELDS.flatMap((field) => {
    const place = chosen[field] === undefined ? heading.columns[field] : chosen[field];
    return place === undefined || place === null ? [] : [[field, place] as const];
  });
  return { ...heading, columns: Object.fromEntries(kept) };
}

/** The header among the first lines, with the lines below it; what stands above is a title. Without one, all lines. Blank lines go.
 *  @param isLine whether a line is one of those below a header for sure */
export function splitAtHeader(
  rows: CsvRow[],
  isHeader: (row: CsvRow) => boolean,
  isLine: (row: CsvRow) => boolean,
): Pick<Heading, 'header' | 'lines'> {
  const written = rows.filter((row) => !isBlank(row));
  const place = written.slice(0, HEAD_LINES).findIndex((row) => isLine(row) || isHeader(row));
  const header = written[place];
  if (!header || isLine(header)) return { header: null, lines: written };
  return { header, lines: written.slice(place + 1) };
}

const hasAddress = ({ cells }: CsvRow) => cells.some(isAddress);

/** Finds the header among the first lines: it names an address, a name or a class, and holds no address itself. Without one, columns go
 *  by their places.
 *  @throws AppError `invalid` for a header where no column is for an address, nor holds any */
export function readHeading(rows: CsvRow[]): Heading {
  const { header, lines } = splitAtHeader(rows, isHeader, hasAddress);
  if (!header) return { columns: BY_PLACE, header, lines };
  const columns = columnsNamed(header, ENROLMENT_FIELDS);
  const email = holdsAddress(lines, columns.email) ? columns.email : (addressColumn(lines) ?? columns.email);
  if (email === undefined) return refuseFile({ id: 'import.no-email-column', values: { line: header.line } });
  const { number, ...others } = columns;
  return { columns: { ...others, email, ...(!countsLines(lines, number) && { number }) }, header, lines };
}

/** A word for an address in languages whose other words are not known. */
const MAIL = /(^| )e?mail( |$)/;

function isHeader(row: CsvRow): boolean {
  const { email, name, first, last } = columnsNamed(row, ENROLMENT_FIELDS);
  if ([email, name, first, last].some((found) => found !== undefined)) return true;
  const named = row.cells.map(headWord).filter(Boolean);
  return named.length > 1 && named.some((word) => MAIL.test(word));
}

/** How the columns of a file were read, by what stands above them; `names` are all in their places, empty for those without. */
export type ColumnsRead = { read: { field: Field; column: string; place: number }[]; unread: string[]; names: string[] };

/** The names of a file's columns, or what stands first in each where it has no header. */
export function tellColumns({ columns, header, lines }: Heading): ColumnsRead {
  const names = (header ?? lines[0])?.cells.map((cell) => plainLine(cell).slice(0, NAME_MOST)) ?? [];
  const read = FIELDS.flatMap((field) => {
    const place = columns[field];
    return place === undefined ? [] : [{ field, column: names[place] ?? '', place }];
  });
  const places = Object.values(columns);
  return { read, unread: names.filter((name, place) => name !== '' && !places.includes(place)), names };
}
