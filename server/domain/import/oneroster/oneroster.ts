/** Decides about every row of a OneRoster file, in the order in which its files refer to each other. */
import { type Answers, type PlannedRow, type Question, refuseFile } from '../import';
import type { Plan } from './draft';
import { Draft, type SchoolFacts } from './draft';
import { EnrolmentRowsPlanner } from './enrolments';
import { listIn, type Roster, type RosterFile } from './files';
import { PeoplePlanner } from './people';
import { StructurePlanner } from './structure';
import type { RosterFileName, RosterRow } from './table';

/** Rows planned between two yields. */
const AT_ONCE = 500;

type Step = { name: RosterFileName; plan: (row: RosterRow) => Plan; missing?: (file: RosterFile) => void };

function stepsFor({ files }: Roster, draft: Draft, answers: Answers): Step[] {
  const structure = new StructurePlanner(draft, files);
  const people = new PeoplePlanner(draft, files, answers);
  const enrolments = new EnrolmentRowsPlanner(draft, files.enrollments);
  const used = new Set(files.classes?.rows.flatMap((row) => listIn(row.get('termSourcedIds'))));
  const hasCourses = files.courses !== undefined;
  return [
    { name: 'orgs', plan: (row) => structure.org(row), missing: (file) => structure.missing('departments', file) },
    {
      name: 'academicSessions',
      plan: (row) => structure.academicSession(row, (id) => used.has(id)),
      missing: (file) => structure.missing('terms', file),
    },
    { name: 'courses', plan: (row) => structure.course(row), missing: (file) => structure.missing('courses', file) },
    { name: 'classes', plan: (row) => structure.class(row, hasCourses), missing: (file) => structure.missing('sections', file) },
    { name: 'users', plan: (row) => people.user(row), missing: (file) => people.missing(file) },
    { name: 'roles', plan: (row) => people.role(row) },
    { name: 'enrollments', plan: (row) => enrolments.enrolment(row), missing: (file) => enrolments.missing(file) },
  ];
}

/** What no school is without. */
const NEVER_EMPTY = ['users.csv', 'classes.csv'];

/** Adds what a full file no longer has. One of people or classes without a line is no list of a school that has none, but one that was not written.
 *  @throws AppError `invalid` */
function addMissing(draft: Draft, file: RosterFile, missing: (file: RosterFile) => void): void {
  const before = draft.rows.length;
  missing(file);
  const isUnwritten = NEVER_EMPTY.includes(file.name) && file.rows.length === 0;
  if (isUnwritten && draft.rows.length > before) refuseFile({ id: 'import.only-header', values: { name: file.name } });
}

/** What becomes of the rows, and what has to be asked. */
export type RosterPlan = { rows: PlannedRow[]; questions: Question[] };

/** A verdict for every row, and for everything that a bulk file no longer has. Yields now and then.
 *  @throws AppError `invalid` for a full file without a line that would take everything away */
export function* planRoster(roster: Roster, facts: SchoolFacts, answers: Answers = {}): Generator<void, RosterPlan> {
  const draft = new Draft(facts);
  for (const { name, plan, missing } of stepsFor(roster, draft, answers)) {
    const file = roster.files[name];
    if (!file) continue;
    for (const [index, row] of file.rows.entries()) {
      draft.add(file, row, plan(row));
      if (index % AT_ONCE === 0) yield;
    }
    if (file.mode === 'bulk' && missing) addMissing(draft, file, missing);
    yield;
  }
  return { rows: draft.rows, questions: draft.questions };
}
