/** The columns that files of marks have. */
import type { Sums } from '#domain/rate';
import type { Source, Status } from '#domain/register/attendance';
import { lastDayOf } from '#domain/time';

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

export type Cell = string | number | null;
export type Columns = Record<string, (row: ExportRow) => Cell>;

const startOf = ({ day, startTime }: ExportRow) => `${day}T${startTime}`;
const endOf = (row: ExportRow) => `${lastDayOf(row)}T${row.endTime}`;
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
export const PRESETS = {
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
