/** Writing comma-separated text (RFC 4180) with nothing in it that a spreadsheet would run. Reading is `import-text.ts`. Pure. */
import Papa from 'papaparse';

/** What a spreadsheet would run as a formula (OWASP, CSV injection), also behind blanks, and what protects it already. */
const FORMULA = /^['\s]*[=+\-@\t\r]/;

type Cell = string | number | null;

function safe(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell;
}

/** Rows as CSV in UTF-8 with its mark, so that names keep their letters. A cell that a spreadsheet would run gets an apostrophe before it. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `\ufeff${Papa.unparse(
    rows.map((cells) => cells.map(safe)),
    { newline: '\r\n' },
  )}\r\n`;
}

/** A cell as it was before `toCsv` protected it. */
export function unprotected(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
