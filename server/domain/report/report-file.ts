/** Marks as files: which columns a file has, and the file itself, made row by row so that memory stays flat however long it is. Pure. */
import { writeXlsxStream } from 'hucre/xlsx';
import { z } from 'zod';
import { CSV_START, csvLines } from '#domain/csv-text';
import { utf8 } from '#domain/encoding';
import type { Sums } from '#domain/rate';
import type { Source, Status } from '#domain/register/attendance';
import { addDays } from '#domain/time';
import { ReportRange } from './report-filter';

/** A student in a class session of a section whose roll they were on that day. */
export type ExportRow = Sums & {
  classSessionId: number;
  day: string;
  startTime: string;
  endTime: string;
  department: string;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  studentId: number;
  studentNumber: string | null;
  name: string;
  email: string;
  /** Null while unmarked. */
  status: Status | null;
  source: Source | null;
  reason: string | null;
  externalCode: string | null;
  /** Whether the class session was held. Others are worth nothing. */
  isHeld: boolean;
  recordedAt: number | null;
};

export type ExportPage = { rows: ExportRow[]; next: string | null };

type Cell = string | number | null;
type Columns = Record<string, (row: ExportRow) => Cell>;

const startOf = ({ day, startTime }: ExportRow) => `${day}T${startTime}`;
/** A class may pass midnight. */
const endOf = ({ day, startTime, endTime }: ExportRow) => `${endTime > startTime ? day : addDays(day, 1)}T${endTime}`;
const recordedAt = ({ recordedAt: at }: ExportRow) => (at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`);
const statusOf = ({ status }: ExportRow) => status ?? 'unmarked';

const STUDENT: Columns = {
  student_id: ({ studentId }) => studentId,
  username: ({ name }) => name,
  email: ({ email }) => email,
  status: statusOf,
  recorded_at: recordedAt,
};

/** Times of the timetable are the school's wall times; `recorded_at` is an instant in UTC. The last three are those that schools know
 *  from older systems. */
const PRESETS = {
  marks: {
    class_session_id: ({ classSessionId }) => classSessionId,
    department: ({ department }) => department,
    course_code: ({ courseCode }) => courseCode,
    course_title: ({ courseTitle }) => courseTitle,
    section_code: ({ sectionCode }) => sectionCode,
    starts: startOf,
    ends: endOf,
    student_id: ({ studentId }) => studentId,
    student_number: ({ studentNumber }) => studentNumber,
    name: ({ name }) => name,
    status: statusOf,
    reason: ({ reason }) => reason,
    external_code: ({ externalCode }) => externalCode,
    source: ({ source }) => source,
    held: ({ isHeld }) => (isHeld ? 'yes' : 'no'),
    earned: ({ earned }) => earned,
    possible: ({ possible }) => possible,
    recorded_at: recordedAt,
  },
  register: {
    session_id: ({ classSessionId }) => classSessionId,
    section_code: ({ sectionCode }) => sectionCode,
    scheduled_start: startOf,
    scheduled_end: endOf,
    ...STUDENT,
  },
  section: { session_id: ({ classSessionId }) => classSessionId, session_start: startOf, session_end: endOf, ...STUDENT },
  student: {
    section_code: ({ sectionCode }) => sectionCode,
    course_code: ({ courseCode }) => courseCode,
    course_title: ({ courseTitle }) => courseTitle,
    session_id: ({ classSessionId }) => classSessionId,
    scheduled_start: startOf,
    scheduled_end: endOf,
    status: statusOf,
    recorded_at: recordedAt,
  },
} as const satisfies Record<string, Columns>;

export const PRESET_NAMES = ['marks', 'register', 'section', 'student'] as const satisfies (keyof typeof PRESETS)[];
export type Preset = (typeof PRESET_NAMES)[number];

/** Where the page before ended, as it said itself. */
export const ExportInput = ReportRange.safeExtend({ after: z.string().max(100).optional() });
export type ExportInput = z.infer<typeof ExportInput>;

const Id = z.coerce.number().int().positive().optional();

/** What an address asks for: everything is a text there. */
export const ExportQuery = z.object({
  ...{ from: z.string(), until: z.string(), preset: z.enum(PRESET_NAMES).default('marks') },
  ...{ departmentId: Id, courseId: Id, sectionId: Id, studentId: Id },
});

/** Reads one page after another, each when it is needed. */
type ReadPage = (after: string | undefined) => Promise<ExportPage>;

async function* pagesOf(readPage: ReadPage, first: ExportPage): AsyncGenerator<ExportRow[]> {
  for (let page = first; ; page = await readPage(page.next)) {
    yield page.rows;
    if (page.next === null) return;
  }
}

const lineOf = (columns: Columns, row: ExportRow): Cell[] => Object.values(columns).map((cellOf) => cellOf(row));

async function* rowsOf(pages: AsyncGenerator<ExportRow[]>, columns: Columns): AsyncGenerator<Cell[]> {
  for await (const rows of pages) for (const row of rows) yield lineOf(columns, row);
}

async function* csvOf(pages: AsyncGenerator<ExportRow[]>, columns: Columns): AsyncGenerator<Uint8Array> {
  yield utf8(CSV_START + csvLines([Object.keys(columns)]));
  for await (const rows of pages) if (rows.length > 0) yield utf8(csvLines(rows.map((row) => lineOf(columns, row))));
}

function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

/** The file, made as it is read. The first page is read before, so that a refusal is an answer and not a broken file.
 *  @throws what reading the first page throws */
export async function reportFile(kind: 'csv' | 'xlsx', preset: Preset, readPage: ReadPage): Promise<ReadableStream<Uint8Array>> {
  const columns = PRESETS[preset];
  const pages = pagesOf(readPage, await readPage(undefined));
  if (kind === 'csv') return streamOf(csvOf(pages, columns));
  const head = Object.keys(columns).map((header) => ({ header }));
  return writeXlsxStream(rowsOf(pages, columns), { name: 'Attendance', columns: head, freezePane: { rows: 1 } });
}
