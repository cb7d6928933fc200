/** What imports, their states and their verdicts are called on screen. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { ImportKind, ImportState, Verdict } from '#domain/import/import';

export const KIND_WORDS: Record<ImportKind, MessageDescriptor> = { enrolments: msg`Enrolment list`, oneroster: msg`OneRoster` };

export const STATE_WORDS: Record<ImportState, MessageDescriptor> = {
  reading: msg`Being read`,
  ready: msg`Not applied yet`,
  applying: msg`Being applied`,
  applied: msg`Applied`,
  failed: msg`Failed`,
  undoing: msg`Being undone`,
  undone: msg`Undone`,
};

export const VERDICT_WORDS: Record<Verdict, MessageDescriptor> = {
  create: msg`New`,
  update: msg`Changed`,
  deactivate: msg`Deactivated`,
  unchanged: msg`Unchanged`,
  duplicate: msg`Duplicate`,
  refused: msg`Refused`,
};

/** "1 row", "1,200 rows". */
export function rowsText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# row', other: '# rows' })}`);
}

/** A row of a file as people find it: "users.csv, line 12". */
export function placeText(i18n: I18n, { file, line }: { file: string; line: number }): string {
  return line > 0 ? i18n._(msg`${file}, line ${line}`) : i18n._(msg`not in ${file} any more`);
}
