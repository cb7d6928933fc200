/** Writing comma-separated text (RFC 4180) with nothing in it that a spreadsheet would run. Reading is `import-text.ts`. Pure. */
import Papa from 'papaparse';

/** What a spreadsheet would run as a formula (OWASP, CSV injection), also behind blanks, and what protects it already. */
const FORMULA = /^['\s]*[=+\-@\t\r]/;

export type Cell = string | number | null;

function safe(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
}

/** What a file begins with, so that names keep their letters: the mark of UTF-8. */
export const CSV_START = '\ufeff';

/** Rows of a file that is written piece by piece. A cell that a spreadsheet would run gets an apostrophe before it. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return `${Papa.unparse(
    rows.map((cells) => cells.map(safe)),
    { newline: '\r\n' },
  )}\r\n`;
}

/** Rows as a whole file. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return CSV_START + csvLines(rows);
}

/** A cell as it was before `toCsv` protected it. */
export function unprotected(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
