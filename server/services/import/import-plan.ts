/** What an uploaded file would do, row by row: each kind of file by its own rules. Reads only. */
import { invalidField } from '#domain/errors';
import type { ImportReread, ImportUpload, PlannedRow, Question, Removals } from '#domain/import/import';
import { type ColumnsRead, tellColumns } from '#domain/import/import-columns';
import { readRows } from '#domain/import/import-csv';
import { planEnrolments } from '#domain/import/import-enrolments';
import { decodeText } from '#domain/import/import-text';
import { readRoster } from '#domain/import/oneroster/files';
import { drasticRemovals } from '#domain/import/oneroster/leavers';
import { planRoster } from '#domain/import/oneroster/oneroster';
import { packRoster } from '#domain/import/oneroster/pack';
import { TIMETABLE_COLUMNS } from '#domain/import/timetable/slot-draft';
import { readSlotLines } from '#domain/import/timetable/slot-lines';
import { planTimetable, type TimetableFacts } from '#domain/import/timetable/timetable-file';
import { earlierDay, laterDay } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { runInStretches } from '#server/context/yield';
import { loadEnrolmentFacts, loadSchoolFacts } from './import-facts';
import { isCalendar, readTimetableCalendar } from './timetable-calendar';
import { loadTimetableFacts } from './timetable-facts';

export type Plan = {
  rows: PlannedRow[];
  header: string[];
  columns: ColumnsRead | null;
  removals: Removals | null;
  questions: Question[];
  /** The file, where it may be read once more. */
  kept: Uint8Array | null;
};

/** What was chosen about a file after it was read. */
export type Choices = Pick<ImportReread, 'columns' | 'answers'>;
export const NO_CHOICES: Choices = { columns: null, answers: {} };

async function readEnrolments(ctx: ActorContext, upload: ImportUpload, { columns }: Choices): Promise<Plan> {
  const text = decodeText(upload.bytes, upload.fileName);
  const rows = await runInStretches(readRows(text, upload.fileName));
  const facts = await loadEnrolmentFacts(ctx);
  const plan = await runInStretches(planEnrolments(rows, upload.fileName, upload, facts, columns));
  return { ...plan, removals: null, questions: [], kept: upload.bytes };
}

async function readOneRoster(ctx: ActorContext, upload: ImportUpload, { answers }: Choices): Promise<Plan> {
  const roster = await runInStretches(readRoster(upload.bytes));
  const facts = await loadSchoolFacts(ctx);
  const { rows, questions } = await runInStretches(planRoster(roster, facts, answers));
  const header = [...new Set(Object.values(roster.files).flatMap((file) => file.header))];
  const kept = questions.length > 0 ? packRoster(roster) : null;
  return { rows, header, columns: null, removals: drasticRemovals(rows, facts), questions, kept };
}

/** From the first day to the last of the terms that are not over and the one that was chosen, or of all. */
function daysOfTerms({ terms, today }: TimetableFacts, chosen: number | null) {
  const running = terms.filter(({ id, untilDay }) => untilDay >= today || id === chosen);
  const [first, ...others] = running.length > 0 ? running : terms;
  const none = { fromDay: today, untilDay: today };
  return others.reduce(
    (days, term) => ({ fromDay: earlierDay(days.fromDay, term.fromDay), untilDay: laterDay(days.untilDay, term.untilDay) }),
    first ?? none,
  );
}

async function readSlots({ bytes, fileName, termId }: ImportUpload, { columns }: Choices, facts: TimetableFacts) {
  const text = decodeText(bytes, fileName);
  if (isCalendar(text)) {
    const drafts = await runInStretches(readTimetableCalendar(text, { zone: facts.zone, within: daysOfTerms(facts, termId) }));
    return { drafts, header: [...TIMETABLE_COLUMNS], columns: null };
  }
  const { drafts, header, heading } = readSlotLines(await runInStretches(readRows(text, fileName)), columns);
  return { drafts, header, columns: tellColumns(heading) };
}

async function readTimetable(ctx: ActorContext, upload: ImportUpload, choices: Choices): Promise<Plan> {
  const facts = await loadTimetableFacts(ctx);
  const { sectionId, termId, fileName, bytes } = upload;
  if (termId !== null && !facts.terms.some(({ id }) => id === termId)) throw invalidField('termId', 'timetable.term-archived');
  const { drafts, header, columns } = await readSlots(upload, choices, facts);
  const chosen = { sectionId, termId, answers: choices.answers };
  const { rows, questions } = await runInStretches(planTimetable(drafts, fileName, chosen, facts));
  return { rows, questions, header, columns, removals: null, kept: bytes };
}

const READERS = { enrolments: readEnrolments, oneroster: readOneRoster, timetable: readTimetable };

/** What a file would do, row by row.
 *  @throws AppError `invalid` for a file that cannot be read, with the reason */
export function planFile(ctx: ActorContext, upload: ImportUpload, choices = NO_CHOICES): Promise<Plan> {
  return READERS[upload.kind](ctx, upload, choices);
}
