/** Writing comma-separated text (RFC 4180) with nothing in it that a spreadsheet would run. Reading is `import-text.ts`. Pure. */

/** What a spreadsheet would run as a formula (OWASP, CSV injection), also behind blanks, and what protects it already. */
const FORMULA = /^['\s]*[=+\-@\t\r]/;

export type Cell = string | number | null;

const safe = (cell: string) => (FORMULA.test(cell) ? `'${cell}` : cell);

/** What a file begins with, so that names keep their letters: the mark of UTF-8. */
export const CSV_START = '\ufeff';

/** What cannot stand in a line as it is; blanks at the ends would be lost to some readers. */
const NEEDS_QUOTES = /[",\r\n\ufeff]|^ | $/;

function textOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = safe(cell);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of a file that is written piece by piece. A cell that a spreadsheet would run gets an apostrophe before it. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.map(textOf).join(',')}\r\n`).join('');
}

/** Rows as a whole file. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return CSV_START + csvLines(rows);
}

/** A cell as it was before `toCsv` protected it. */
export function unprotected(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
