/** What imports, their states and their verdicts are called on screen. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import {
  IMPORT_TABLES,
  type ImportCounts,
  type ImportKind,
  type ImportState,
  type ImportTable,
  type Verdict,
} from '#domain/import/import';
import type { ImportContents } from '#domain/import/import-contents';
import type { Field } from '#domain/import/import-header-words';

export const KIND_WORDS: Record<ImportKind, MessageDescriptor> = {
  enrolments: msg`Enrolment list`,
  oneroster: msg`OneRoster`,
  timetable: msg`Timetable`,
};

export const FIELD_WORDS: Record<Field, MessageDescriptor> = {
  email: msg`email address`,
  first: msg`first name`,
  last: msg`family name`,
  name: msg`name`,
  number: msg`student number`,
  section: msg`class`,
  status: msg`whether they are enrolled`,
  course: msg`course`,
  weekday: msg`day of the week`,
  start: msg`start`,
  end: msg`end`,
  room: msg`room`,
  weeks: msg`weeks`,
  from: msg`first day`,
  until: msg`last day`,
  term: msg`term`,
};

/** The same as labels. */
export const FIELD_LABELS: Record<Field, MessageDescriptor> = {
  email: msg`Email address`,
  first: msg`First name`,
  last: msg`Family name`,
  name: msg`Name`,
  number: msg`Student number`,
  section: msg`Class`,
  status: msg`Whether they are enrolled`,
  course: msg`Course`,
  weekday: msg`Day of the week`,
  start: msg`Start`,
  end: msg`End`,
  room: msg`Room`,
  weeks: msg`Weeks`,
  from: msg`First day`,
  until: msg`Last day`,
  term: msg`Term`,
};

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

/** A state after what it is the state of. */
export const STATES_WITHIN: Record<ImportState, MessageDescriptor> = {
  reading: msg({ message: 'being read', context: 'an import within a sentence' }),
  ready: msg({ message: 'not applied yet', context: 'an import within a sentence' }),
  applying: msg({ message: 'being applied', context: 'an import within a sentence' }),
  applied: msg({ message: 'applied', context: 'an import within a sentence' }),
  failed: msg({ message: 'failed', context: 'an import within a sentence' }),
  undoing: msg({ message: 'being undone', context: 'an import within a sentence' }),
  undone: msg({ message: 'undone', context: 'an import within a sentence' }),
};

const CHANGES = {
  create: (count: number) => msg`${plural(count, { one: '# new', other: '# new' })}`,
  update: (count: number) => msg`${plural(count, { one: '# changed', other: '# changed' })}`,
  deactivate: (count: number) => msg`${plural(count, { one: '# deactivated', other: '# deactivated' })}`,
};

/** "3 new, 1 changed": what a file changes, in words; empty for nothing. */
export function changesText(i18n: I18n, counts: ImportCounts): string {
  return changingWords(i18n, counts, {}).join(', ');
}

const CHANGING_WORDS = ['create', 'update', 'deactivate'] as const;

/** Before what they are of: a row may make several things, so rows are not counted beside them. */
const HEADS: Record<(typeof CHANGING_WORDS)[number], (things: string) => MessageDescriptor> = {
  create: (things) => msg`New: ${things}`,
  update: (things) => msg`Changed: ${things}`,
  deactivate: (things) => msg`Deactivated: ${things}`,
};

/** "New: 1 term, 2 people" of each verdict that changes something. */
export function changingWords(i18n: I18n, counts: ImportCounts, contents: ImportContents): string[] {
  return CHANGING_WORDS.filter((verdict) => counts[verdict] > 0).map((verdict) => {
    const things = thingsText(i18n, contents[verdict] ?? {});
    return i18n._(things ? HEADS[verdict](things) : CHANGES[verdict](counts[verdict]));
  });
}

const THINGS: Record<ImportTable, (count: number) => MessageDescriptor> = {
  departments: (count) => msg`${plural(count, { one: '# department', other: '# departments' })}`,
  courses: (count) => msg`${plural(count, { one: '# course', other: '# courses' })}`,
  terms: (count) => msg`${plural(count, { one: '# term', other: '# terms' })}`,
  users: (count) => msg`${plural(count, { one: '# person', other: '# people' })}`,
  sections: (count) => msg`${plural(count, { one: '# class', other: '# classes' })}`,
  section_staff: (count) => msg`${plural(count, { one: '# teacher in a class', other: '# teachers in classes' })}`,
  enrolments: (count) => msg`${plural(count, { one: '# enrolment', other: '# enrolments' })}`,
  slots: (count) => msg`${plural(count, { one: '# weekly class', other: '# weekly classes' })}`,
};

/** "1 term, 2 people", in the order in which a school is built. */
function thingsText(i18n: I18n, things: Partial<Record<ImportTable, number>>): string {
  const found = IMPORT_TABLES.flatMap((table) => (things[table] ? [i18n._(THINGS[table](things[table]))] : []));
  return found.join(', ');
}

/** "1 row", "1,200 rows". */
export function rowsText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# row', other: '# rows' })}`);
}

/** A row of a file as people find it: "users.csv, line 12". */
export function placeText(i18n: I18n, { file, line }: { file: string; line: number }): string {
  return line > 0 ? i18n._(msg`${file}, line ${line}`) : i18n._(msg`not in ${file} any more`);
}
