/**
 * Imports: what is uploaded, what becomes of each row, and the changes a row stands for. Reading files is the neighbours' matter
 * (`import-text`, `import-csv`, `import-zip`), deciding about rows `import-enrolments` and `oneroster/`; the services write what is decided.
 */

import { z } from 'zod';
import { DAY_MS } from '#domain/duration';
import { invalidField } from '#domain/errors';
import type { SlotShown } from '#domain/timetable/slot';
import type { Message, MessageId, Said } from '#domain/words/message';
import { says } from '#domain/words/says';
import { FIELDS } from './import-header-words';

/** What a file would do was decided when it was read: after this the school may have become another. */
export const PREVIEW_VALID_MS = DAY_MS;

/** How long the rows of an imported file are kept, with what they were before: so long it can be undone. */
export const IMPORTS_KEPT_MS = 180 * DAY_MS;

export const IMPORT_KINDS = ['enrolments', 'oneroster', 'timetable'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** `reading → ready → applying → applied → undoing → undone`; `failed` ends a file that could not be read. */
export const IMPORT_STATES = ['reading', 'ready', 'applying', 'applied', 'failed', 'undoing', 'undone'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const VERDICTS = ['create', 'update', 'deactivate', 'unchanged', 'duplicate', 'refused'] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

/** Verdicts whose rows change something. */
export const CHANGING: readonly Verdict[] = ['create', 'update', 'deactivate'];

export type ImportCounts = Record<Verdict, number>;
export const NO_COUNTS: ImportCounts = { create: 0, update: 0, deactivate: 0, unchanged: 0, duplicate: 0, refused: 0 };

/** A row of a file as screens show it, what is said of it in the reader's words. */
export type ImportRow = {
  position: number;
  file: string;
  line: number;
  verdict: Verdict;
  subject: string;
  message: string | null;
  /** The slot that a row of a timetable is about. */
  slot: SlotShown | null;
};

/** Rows that change something. */
export function changingIn(counts: ImportCounts): number {
  return CHANGING.reduce((sum, verdict) => sum + counts[verdict], 0);
}

/** A large school's people and enrolments together. */
export const MAX_ROWS = 150_000;
/** What the server takes in one form. */
export const MAX_UPLOAD_BYTES = 10_000_000;

/** One of a list, by its id; null for none. What is no id is told at its field. */
const choiceOf = (unusable: MessageId) =>
  z
    .preprocess((value) => (value === '' || value === undefined ? null : value), z.unknown())
    .pipe(z.coerce.number().int().positive().nullable().catch(Number.NaN))
    .refine((id) => !Number.isNaN(id), says(unusable));

/** A form's checkbox, or a program's boolean. */
const Ticked = z.preprocess((value) => value === 'on' || value === true || value === 'true', z.boolean());

/** What is chosen beside the file; what its kind does not know does not count. */
export const ImportOptions = z.object({
  kind: z.enum(IMPORT_KINDS, { error: says('import.kind-missing') }),
  /** Class that every row goes to, whatever its own column says. */
  sectionId: choiceOf('import.class-unusable'),
  /** Term that every slot of a timetable is of. */
  termId: choiceOf('timetable.term-archived').default(null),
  /** Whether people nobody knows get an account, which waits for approval. */
  createMissing: Ticked,
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** The form of an upload. The file is read by the page's action. */
export const ImportForm = ImportOptions.extend({
  file: z.custom<File>((value) => value instanceof File && value.size > 0, says('import.file-empty')),
});

/** A file as the page's action hands it over. */
export const ImportUpload = ImportOptions.extend({
  fileName: z.string().trim().min(1, says('import.file-missing')).max(200).catch('file'),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length > 0, says('import.file-empty')),
});
export type ImportUpload = z.infer<typeof ImportUpload>;

export const ImportRef = z.object({ batchId: z.number().int().positive() });
export type ImportRef = z.infer<typeof ImportRef>;

/** `removes`: how many people and classes it takes away, as it was typed for a file that takes away many. */
export const ImportApply = ImportRef.extend({ removes: z.number().int().nullable().default(null) });
export type ImportApply = z.infer<typeof ImportApply>;

/** One page of a batch's rows; `after` is `next` of the page before. */
export const ImportRowsInput = ImportRef.extend({
  verdict: Verdict.nullable().default(null),
  after: z.number().int().min(-1).default(-1),
});
export type ImportRowsInput = z.input<typeof ImportRowsInput>;

/** Tables that an import writes, those that others refer to first. */
export const IMPORT_TABLES = [
  'departments',
  'courses',
  'terms',
  'users',
  'sections',
  'section_staff',
  'enrolments',
  'slots',
] as const;
export type ImportTable = (typeof IMPORT_TABLES)[number];

/** Columns that an import writes, as they are stored. The statements that write them hold the list against the schema. */
export type ImportColumns = {
  departments: 'name' | 'sourced_id' | 'archived_at';
  courses: 'department_id' | 'code' | 'title' | 'sourced_id' | 'archived_at';
  terms: 'name' | 'from_day' | 'until_day' | 'sourced_id' | 'archived_at';
  users:
    | 'email'
    | 'name'
    | 'preferred_name'
    | 'role'
    | 'state'
    | 'created_at'
    | 'sourced_id'
    | 'archived_at'
    | 'student_number'
    | 'family_name';
  sections: 'course_id' | 'code' | 'term_id' | 'sourced_id' | 'archived_at';
  section_staff: 'section_id' | 'user_id' | 'role';
  enrolments: 'section_id' | 'student_id' | 'from_day' | 'until_day' | 'sourced_id';
  slots: 'section_id' | 'term_id' | 'weekday' | 'start_time' | 'end_time' | 'room' | 'weeks' | 'valid_from' | 'valid_until';
};
type ImportColumn = ImportColumns[ImportTable];

/** Id of a row that exists, or for one that this import makes, what it is known by: a department's name, a course's code, a
 *  section's sourcedId, a user's email. */
export type RowRef = number | string;

export type OpValue = string | number | null;
export type OpValues = Partial<Record<ImportColumn, OpValue>>;
type OpKey = { id: number } | { section_id: number; user_id: number };

/** One change of one row. `values` are columns as they are stored; a column that refers to another row holds a `RowRef`. */
export type Op =
  | { kind: 'create'; table: ImportTable; values: OpValues }
  | { kind: 'change'; table: ImportTable; key: OpKey; values: OpValues }
  | { kind: 'remove'; table: ImportTable; key: OpKey };

/** One row of a file, and what is to become of it. `line` 0 is a row that the file no longer has. */
export type PlannedRow = {
  file: string;
  line: number;
  verdict: Verdict;
  /** What it is about, in words a person knows it by. */
  subject: string;
  message: Message | null;
  ops: Op[];
  /** The row as it was written, for the file of refused rows; never a password. */
  cells?: Record<string, string>;
  /** The slot that a row of a timetable is about. */
  slot?: SlotShown;
};

/** Somebody of a file who could be one of several here, or a class of a timetable that is not found: nobody guesses which. */
export type Question = {
  /** The file's id of the person, or its name of the class. */
  sourcedId: string;
  subject: string;
  /** Of a class none are named: it could be any. */
  candidates: { id: number; label: string }[];
};

/** Questions asked at a time; the others come when these are answered. */
export const MOST_QUESTIONS = 50;

const NEW_PERSON = 'new';

/** Who somebody of a file is, by the file's id: a candidate's id, or a new person; or which class is meant, by the file's name. What is
 *  left open is missing. */
export const Answers = z.record(z.string().max(255), z.union([z.literal(NEW_PERSON), z.coerce.number().int().positive()]));
export type Answers = z.infer<typeof Answers>;

/** Reading a stored file once more with other choices. */
export const ImportReread = ImportRef.extend({
  sectionId: ImportOptions.shape.sectionId,
  termId: ImportOptions.shape.termId,
  createMissing: ImportOptions.shape.createMissing,
  /** Which column is what; null for the columns that are found by their words. */
  columns: z.partialRecord(z.enum(FIELDS), z.number().int().min(0).max(500).nullable()).nullable().default(null),
  answers: Answers.default({}),
});
export type ImportReread = z.infer<typeof ImportReread>;

/** What a file takes away, where that is so much that it is typed before it is applied. */
export type Removals = { people: number; classes: number };

/** What is typed. */
export const removalsIn = ({ people, classes }: Removals) => people + classes;

/** Refuses a file as a whole.
 *  @throws AppError `invalid` always */
export function refuseFile(said: Said): never {
  throw invalidField('file', said);
}
