/**
 * Departments, terms, courses and classes of a OneRoster file. The school's own name is a setting and stays. A term is an academic
 * session of type term or semester, or one that a class refers to. Where courses.csv is absent, courses come from their classes.
 */
import { MOST } from '#domain/structure/section';
import { TERM_NAME_MOST } from '#domain/timetable/term';
import type { Said } from '#domain/words/message';
import type { Op, RowRef } from '../import';
import { readDay } from '../import-days';
import { ClassNames } from './class-names';
import { archive, type Draft, type Found, type KnownSection, type Plan, planAs, planGone, refused, unchanged } from './draft';
import { lastDay, listIn, type Roster, type RosterFile, statusOf, unreadableDay } from './files';
import type { RosterRow } from './table';

/** Where a course goes whose file names neither department nor subject. */
const DEFAULT_DEPARTMENT = 'General';
const TERM_TYPES = ['term', 'semester'];
const BAD_STATUS: Said = 'import.status-unknown';

type Relinked = 'departments' | 'terms' | 'courses' | 'sections';

type Department = { ref: RowRef; ops: Op[]; isNamed: boolean };

/** Plans the files in their order, one row after the other. */
export class StructurePlanner {
  readonly #departmentsByName = new Map<string, RowRef>();
  readonly #courseByCode = new Map<string, Found>();
  readonly #names: ClassNames;
  /** Terms of the file that are here already, by sourcedId. */
  readonly #knownTerms = new Set<string>();

  readonly #ids: Record<Relinked, Set<string>>;

  constructor(
    readonly draft: Draft,
    files: Roster['files'],
  ) {
    const idsIn = (file: RosterFile | undefined) => new Set(file?.rows.map((row) => row.get('sourcedId')));
    this.#ids = {
      departments: idsIn(files.orgs),
      terms: idsIn(files.academicSessions),
      courses: idsIn(files.courses),
      sections: idsIn(files.classes),
    };
    const { departments, courses } = draft.facts;
    for (const { id, name } of departments) this.#departmentsByName.set(name.toLowerCase(), id);
    for (const { id, code } of courses) this.#courseByCode.set(code, { ref: id, id, name: code });
    this.#names = new ClassNames(draft, this.#ids.sections, files.classes?.mode === 'bulk');
  }

  /** What plainly is the same as a row whose id nobody has: nothing that another row is. */
  #isUnnamed = (table: Relinked, { id, sourcedId }: { id: number; sourcedId: string | null }) =>
    (sourcedId === null || !this.#ids[table].has(sourcedId)) && !this.draft.seen[table].has(id);

  org(row: RosterRow): Plan {
    const { draft } = this;
    const [sourcedId, name] = [row.get('sourcedId'), row.text('name').slice(0, MOST.department)];
    if (row.get('type').toLowerCase() !== 'department') return unchanged(name, 'import.no-department');
    const { departments, now } = draft.facts;
    const known =
      departments.find((one) => one.sourcedId === sourcedId) ??
      departments.find((one) => this.#isUnnamed('departments', one) && isSame(one.name, name));
    if (known) draft.seen.departments.add(known.id);
    const status = statusOf(row);
    if (status === null) return refused(name, BAD_STATUS);
    if (status === 'gone') return planGone('departments', { subject: name, known, now });
    if (sourcedId === '' || name === '') return refused(name || sourcedId, 'import.needs-name');
    const taken = this.#departmentsByName.get(name.toLowerCase());
    draft.departments.set(sourcedId, { ref: known?.id ?? taken ?? name, id: known?.id ?? null, name });
    if (taken !== undefined && taken !== known?.id)
      return { verdict: 'duplicate', subject: name, message: 'import.department-taken' };
    this.#departmentsByName.set(name.toLowerCase(), known?.id ?? name);
    return planAs({
      subject: name,
      table: 'departments',
      sourcedId,
      known,
      values: { name },
      current: { name: known?.name ?? null },
    });
  }

  academicSession(row: RosterRow, isUsed: (sourcedId: string) => boolean): Plan {
    const { draft } = this;
    const [sourcedId, name] = [row.get('sourcedId'), row.text('title').slice(0, TERM_NAME_MOST)];
    if (!TERM_TYPES.includes(row.get('type').toLowerCase()) && !isUsed(sourcedId)) return unchanged(name, 'import.no-term');
    const [fromDay, untilDay] = [readDay(row.get('startDate')), lastDay(readDay(row.get('endDate')))];
    const { terms, now } = draft.facts;
    const known =
      terms.find((one) => one.sourcedId === sourcedId) ??
      terms.find(
        (one) => this.#isUnnamed('terms', one) && one.name === name && one.fromDay === fromDay && one.untilDay === untilDay,
      );
    if (known) this.#knownTerms.add(sourcedId);
    if (known) draft.seen.terms.add(known.id);
    const status = statusOf(row);
    if (status === null) return refused(name, BAD_STATUS);
    if (status === 'gone') return planGone('terms', { subject: name, known, now });
    if (!fromDay || !untilDay) return refused(name, unreadableDay(row, 'startDate', 'endDate'));
    if (untilDay < fromDay) return refused(name, 'import.ends-before');
    if (sourcedId === '' || name === '') return refused(name || sourcedId, 'import.needs-title');
    draft.terms.set(sourcedId, { ref: known?.id ?? sourcedId, id: known?.id ?? null, name });
    draft.termStarts.set(sourcedId, fromDay);
    this.#names.addTerm(sourcedId, name);
    const current = { name: known?.name ?? null, from_day: known?.fromDay ?? null, until_day: known?.untilDay ?? null };
    return planAs({
      subject: name,
      table: 'terms',
      sourcedId,
      known,
      values: { name, from_day: fromDay, until_day: untilDay },
      current,
    });
  }

  course(row: RosterRow): Plan {
    const { draft } = this;
    const [sourcedId, title] = [row.get('sourcedId'), row.text('title').slice(0, MOST.title)];
    const code = (row.text('courseCode') || sourcedId).toUpperCase().slice(0, MOST.code);
    const subject = `${code} ${title}`;
    const { courses, now } = draft.facts;
    const known =
      courses.find((one) => one.sourcedId === sourcedId) ??
      courses.find((one) => this.#isUnnamed('courses', one) && one.code === code);
    if (known) draft.seen.courses.add(known.id);
    const status = statusOf(row);
    if (status === null) return refused(subject, BAD_STATUS);
    if (status === 'gone') return planGone('courses', { subject, known, now });
    if (sourcedId === '' || title === '') return refused(subject, 'import.needs-title');
    const holder = this.#courseByCode.get(code);
    const isTaken = holder !== undefined && holder.id !== (known?.id ?? -1);
    if (isTaken && !known) {
      draft.courses.set(sourcedId, holder);
      return { verdict: 'duplicate', subject, message: 'import.course-taken' };
    }
    return this.#planCourse({ sourcedId, title, code: isTaken && known ? known.code : code, known, row });
  }

  #planCourse(wanted: {
    sourcedId: string;
    title: string;
    code: string;
    known: Draft['facts']['courses'][number] | undefined;
    row: RosterRow;
  }): Plan {
    const { sourcedId, title, code, known, row } = wanted;
    const department = this.#departmentFor(row.get('orgSourcedId'), row.text('subjects'), known);
    const departmentId = known && !department.isNamed ? known.departmentId : department.ref;
    const found = { ref: known?.id ?? code, id: known?.id ?? null, name: code };
    this.#courseByCode.set(code, found);
    this.draft.courses.set(sourcedId, found);
    const current = { code: known?.code ?? null, title: known?.title ?? null, department_id: known?.departmentId ?? null };
    const values = { code, title, department_id: departmentId };
    return planAs({ subject: `${code} ${title}`, table: 'courses', sourcedId, known, values, current, before: department.ops });
  }

  /** The named department, else the first subject's, else the default one, made where it is missing. */
  #departmentFor(orgId: string, subjects: string, known?: unknown): Department {
    const named = this.draft.departments.get(orgId);
    if (named) return { ref: named.ref, ops: [], isNamed: true };
    const name = listIn(subjects)[0]?.slice(0, MOST.department) ?? DEFAULT_DEPARTMENT;
    const there = this.#departmentsByName.get(name.toLowerCase());
    if (there !== undefined || known) return { ref: there ?? name, ops: [], isNamed: false };
    this.#departmentsByName.set(name.toLowerCase(), name);
    return { ref: name, ops: [{ kind: 'create', table: 'departments', values: { name } }], isNamed: false };
  }

  class(row: RosterRow, hasCourses: boolean): Plan {
    const { draft } = this;
    const [sourcedId, title] = [row.get('sourcedId'), row.text('title').slice(0, MOST.title)];
    const code = (row.text('classCode') || title).slice(0, MOST.code);
    const status = statusOf(row);
    const { sections, now } = draft.facts;
    const linked = sections.find((one) => one.sourcedId === sourcedId);
    if (linked) draft.seen.sections.add(linked.id);
    if (status === null) return refused(title, BAD_STATUS);
    if (status === 'gone') {
      draft.sections.set(sourcedId, {
        ref: linked?.id ?? sourcedId,
        id: linked?.id ?? null,
        name: title,
        isGone: true,
        termFrom: null,
      });
      return planGone('sections', { subject: title, known: linked, now });
    }
    if (sourcedId === '' || code === '') return refused(title, 'import.needs-title');
    const course = this.#courseOf(row, linked) ?? this.#courseFor(row, hasCourses);
    if (!course) return refused(title, { id: 'import.course-missing', values: { course: row.get('courseSourcedId') } });
    const known = linked ?? this.#sameClass(row, course, code);
    return this.#planClass({ sourcedId, ...this.#names.nameFor(row, course, known), course, known, row });
  }

  /** The class of the same course, code and term, if no row has its id; where a term has another of the code, by the name that it was
   *  told apart by. In a term that is new it is another class. */
  #sameClass(row: RosterRow, course: Found, code: string): KnownSection | undefined {
    const terms = listIn(row.get('termSourcedIds')).filter((term) => this.#ids.terms.has(term));
    const isNewTerm = terms.length > 0 && !terms.some((term) => this.#knownTerms.has(term));
    const ids = terms.map((term) => this.draft.terms.get(term)?.id);
    const names = this.#names.namesOf(row);
    const isOfCourse = (one: KnownSection) =>
      one.courseId === course.id &&
      this.#isUnnamed('sections', one) &&
      (one.sourcedId === null || (one.archivedAt === null && !isNewTerm));
    const isOfTerm = ({ termId }: KnownSection) => termId !== null && ids.includes(termId);
    const found = this.draft.facts.sections.filter(isOfCourse);
    return (
      found.find((one) => one.code === code && (one.termId === null || ids.length === 0 || isOfTerm(one))) ??
      found.find((one) => names.includes(one.code) && isOfTerm(one))
    );
  }

  #planClass(wanted: {
    sourcedId: string;
    code: string;
    isApart: boolean;
    before: Op[];
    course: Found & { ops: Op[] };
    known: Draft['facts']['sections'][number] | undefined;
    row: RosterRow;
  }): Plan {
    const { sourcedId, code, isApart, course, known, row } = wanted;
    const { draft } = this;
    const subject = `${course.name} ${code}`;
    this.#names.add(course, code, known?.id ?? sourcedId);
    if (known) draft.seen.sections.add(known.id);
    const starts = listIn(row.get('termSourcedIds')).flatMap((term) => draft.termStarts.get(term) ?? []);
    const termFrom = starts.sort()[0] ?? null;
    draft.sections.set(sourcedId, { ref: known?.id ?? sourcedId, id: known?.id ?? null, name: subject, isGone: false, termFrom });
    const current = { course_id: known?.courseId ?? null, code: known?.code ?? null, term_id: known?.termId ?? null };
    const term = listIn(row.get('termSourcedIds')).flatMap((one) => draft.terms.get(one) ?? [])[0];
    return planAs({
      subject,
      table: 'sections',
      sourcedId,
      known,
      values: { course_id: course.ref, code, ...(term && { term_id: term.ref }) },
      current,
      before: [...course.ops, ...wanted.before],
      message: isApart ? { id: 'import.told-apart', values: { code } } : null,
    });
  }

  /** The course of a known class whose line names none. */
  #courseOf(row: RosterRow, linked: KnownSection | undefined): (Found & { ops: Op[] }) | null {
    if (!linked || row.get('courseSourcedId') !== '') return null;
    const course = this.draft.facts.courses.find(({ id }) => id === linked.courseId);
    return course ? { ref: course.id, id: course.id, name: course.code, ops: [] } : null;
  }

  /** The class's course, made from the class when the file has no courses. */
  #courseFor(row: RosterRow, hasCourses: boolean): (Found & { ops: Op[] }) | null {
    const sourcedId = row.get('courseSourcedId');
    const known = this.draft.courses.get(sourcedId);
    if (known) return { ...known, ops: [] };
    if (hasCourses && sourcedId !== '') return null;
    const own = sourcedId || row.text('classCode') || row.text('title');
    const codes = [...listIn(row.get('subjectCodes')), own, row.get('sourcedId')].map((code) =>
      code.toUpperCase().slice(0, MOST.code),
    );
    const code = codes.find((one) => !this.#courseByCode.has(one));
    if (!code) return null;
    const department = this.#departmentFor(row.get('schoolSourcedId'), row.text('subjects'));
    const values = {
      code,
      title: row.text('title').slice(0, MOST.title),
      department_id: department.ref,
      sourced_id: sourcedId || null,
    };
    const found = { ref: code, id: null, name: code };
    this.#courseByCode.set(code, found);
    if (sourcedId !== '') this.draft.courses.set(sourcedId, found);
    return { ...found, ops: [...department.ops, { kind: 'create', table: 'courses', values }] };
  }

  /** What bulk files no longer have is archived. */
  missing(table: 'departments' | 'terms' | 'courses' | 'sections', file: RosterFile): void {
    const { facts, seen } = this.draft;
    for (const known of facts[table]) {
      if (known.sourcedId === null || known.archivedAt !== null || seen[table].has(known.id)) continue;
      const subject = 'name' in known ? known.name : known.code;
      this.draft.addMissing(file, subject, [archive(table, known.id, facts.now)]);
      if (table === 'sections') this.#forgetSection(known.sourcedId);
    }
  }

  #forgetSection(sourcedId: string): void {
    const found = this.draft.sections.get(sourcedId);
    if (found) this.draft.sections.set(sourcedId, { ...found, isGone: true });
  }
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
