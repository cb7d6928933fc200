/** What imports, their states and their verdicts are called on screen. */
import type { ImportKind, ImportState, Verdict } from '#domain/import/import';

export const KIND_WORDS: Record<ImportKind, string> = { enrolments: 'Enrolment list', oneroster: 'OneRoster' };

export const STATE_WORDS: Record<ImportState, string> = {
  reading: 'Being read',
  ready: 'Not applied yet',
  applying: 'Being applied',
  applied: 'Applied',
  failed: 'Failed',
  undoing: 'Being undone',
  undone: 'Undone',
};

export const VERDICT_WORDS: Record<Verdict, string> = {
  create: 'New',
  update: 'Changed',
  deactivate: 'Deactivated',
  unchanged: 'Unchanged',
  duplicate: 'Duplicate',
  refused: 'Refused',
};

const NUMBER = new Intl.NumberFormat('en-GB');

/** "1 row", "1,200 rows". */
export function rowsText(count: number): string {
  return `${NUMBER.format(count)} ${count === 1 ? 'row' : 'rows'}`;
}

/** A row of a file as people find it: "users.csv, line 12". */
export function placeText({ file, line }: { file: string; line: number }): string {
  return line > 0 ? `${file}, line ${line}` : `not in ${file} any more`;
}
