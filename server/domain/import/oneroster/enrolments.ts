/** Who is in which class, by a OneRoster file: students on the roll, teachers and aides as staff. A role has to fit the person's. */
import { addDays } from '#domain/time';
import type { Op } from '../import';
import { readDay } from '../import-days';
import {
  type Draft,
  type FoundPerson,
  type FoundSection,
  type KnownEnrolment,
  OWN_ID,
  type Plan,
  refused,
  unchanged,
} from './draft';
import { lastDay, type RosterFile, statusOf, unreadableDay } from './files';
import { endOf } from './leavers';
import type { RosterRow } from './table';
import { staffRole } from './words';

type Pair = { person: FoundPerson; section: FoundSection; subject: string; key: string };
type Days = { from: string | null; until: string | null };

/** Days on the roll that a row of the file gives. */
type RowDays = Days & { row: RosterRow; from: string };

/** Whether a first day is not after a last one, which may be open. */
const isBefore = (from: string, until: string | null) => until === null || from <= until;

const isShared = (one: Days & { from: string }, other: Days & { from: string }) =>
  isBefore(one.from, other.until) && isBefore(other.from, one.until);

export class EnrolmentRowsPlanner {
  readonly #bySourcedId = new Map<string, KnownEnrolment>();
  readonly #byPair = new Map<string, KnownEnrolment[]>();
  readonly #staff = new Map<string, 'teacher' | 'assistant'>();
  /** Pairs of section and person that the file has. */
  readonly #pairs = new Set<string>();
  /** Days on the roll that the rows give, by section and student: those so far, and those that have an enrolment already. */
  readonly #days = new Map<string, RowDays[]>();
  #hasNotedLinked = false;
  readonly #seen = new Set<number>();

  /** Rows of the file by their ids. */
  readonly #rows: Map<string, RosterRow>;
  readonly #isBulk: boolean;
  /** Enrolments that no longer have their id by the rows so far. */
  readonly #released = new Set<number>();

  constructor(
    readonly draft: Draft,
    file: RosterFile | undefined,
  ) {
    this.#rows = new Map(file?.rows.map((row) => [row.get('sourcedId'), row]));
    this.#isBulk = file?.mode === 'bulk';
    for (const enrolment of draft.facts.enrolments) {
      if (enrolment.sourcedId) this.#bySourcedId.set(enrolment.sourcedId, enrolment);
      const key = `${enrolment.sectionId}|${enrolment.studentId}`;
      this.#byPair.set(key, [...(this.#byPair.get(key) ?? []), enrolment]);
    }
    for (const { sectionId, userId, role } of draft.facts.staff) this.#staff.set(`${sectionId}|${userId}`, role);
  }

  enrolment(row: RosterRow): Plan {
    if (!this.#hasNotedLinked) this.#noteLinked();
    this.#hasNotedLinked = true;
    const status = statusOf(row);
    const role = row.get('role').toLowerCase();
    const [personId, sectionId] = [row.get('userSourcedId'), row.get('classSourcedId')];
    const [person, section] = [this.draft.people.get(personId), this.draft.sections.get(sectionId)];
    const subject = `${person?.name ?? personId}, ${section?.name ?? sectionId}`;
    const holder = this.#bySourcedId.get(row.get('sourcedId'));
    const known = holder && this.#isIt(row, holder) ? holder : undefined;
    if (known) this.#seen.add(known.id);
    if (status === null) return refused(subject, 'import.status-unknown');
    if (status === 'gone') return this.#gone(subject, known, person, section);
    if (!section) return refused(subject, 'import.class-missing');
    if (section.isGone) return refused(subject, 'import.class-gone');
    if (!person) return refused(subject, 'import.person-missing');
    if (person.isGone) return refused(subject, 'import.person-gone');
    const pair = { person, section, subject, key: `${section.ref}|${person.ref}` };
    if (role === 'student') return this.#student(row, pair, known);
    const inClass = staffRole(role);
    return inClass
      ? this.#staffing(pair, inClass)
      : refused(subject, { id: 'import.class-role-unknown', values: { text: row.get('role') } });
  }

  /** Whether a row is about an enrolment that has its id. In a full file another student or class is another enrolment. */
  #isIt(row: RosterRow, { sectionId, studentId }: KnownEnrolment): boolean {
    const person = this.draft.people.get(row.get('userSourcedId'));
    const section = this.draft.sections.get(row.get('classSourcedId'));
    return !this.#isBulk || !person || !section || (person.id === studentId && section.id === sectionId);
  }

  /** Takes the id of a row from the enrolment that had it. */
  #release(row: RosterRow, known: KnownEnrolment | undefined): Op[] {
    const holder = this.#bySourcedId.get(row.get('sourcedId'));
    if (!holder || holder.id === known?.id || this.#released.has(holder.id)) return [];
    this.#released.add(holder.id);
    return [{ kind: 'change', table: 'enrolments', key: { id: holder.id }, values: { sourced_id: null } }];
  }

  #gone(
    subject: string,
    known: KnownEnrolment | undefined,
    person: FoundPerson | undefined,
    section: FoundSection | undefined,
  ): Plan {
    const pair = person?.id && section?.id ? { section_id: section.id, user_id: person.id } : null;
    if (known) {
      const end = this.draft.ended.has(known.id) ? null : endOf(known, this.draft.facts.today);
      if (!end) return unchanged(subject, 'import.ended-already');
      return { verdict: 'deactivate', subject, message: 'import.off-the-roll', ops: [end] };
    }
    const key = pair && `${pair.section_id}|${pair.user_id}`;
    if (!pair || !key || !this.#staff.has(key) || person?.isGone) return unchanged(subject, 'import.deleted-unknown');
    this.#pairs.add(key);
    return {
      verdict: 'deactivate',
      subject,
      message: 'import.off-the-staff',
      ops: [{ kind: 'remove', table: 'section_staff', key: pair }],
    };
  }

  #student(row: RosterRow, pair: Pair, linked: KnownEnrolment | undefined): Plan {
    const { person, subject } = pair;
    const [from, until] = [readDay(row.get('beginDate')), lastDay(readDay(row.get('endDate')))];
    if (from === undefined || until === undefined) return refused(subject, unreadableDay(row, 'beginDate', 'endDate'));
    if (from !== null && until === addDays(from, -1)) return this.#gone(subject, linked, person, pair.section);
    if (from !== null && until !== null && until < from) return refused(subject, 'import.ends-before');
    if (linked && (linked.sectionId !== pair.section.id || linked.studentId !== person.id))
      return refused(subject, 'import.id-of-another');
    const known = linked ?? this.#unlinked(pair, { from, until });
    if (known) this.#seen.add(known.id);
    const days = { row, from: from ?? known?.fromDay ?? this.#firstDayIn(pair.section), until };
    if (this.#isTaken(pair.key, days)) return { verdict: 'duplicate', subject, message: 'import.enrolled-already' };
    return known ? this.#change(row, known, { from, until }, subject) : this.#create(row, pair, { from, until });
  }

  #firstDayIn({ termFrom }: FoundSection): string {
    return termFrom ?? this.draft.facts.today;
  }

  /** Whether another row has the same student on the same roll at the time. Else these days are this row's. */
  #isTaken(key: string, days: RowDays): boolean {
    const others = (this.#days.get(key) ?? []).filter(({ row }) => row !== days.row);
    const isTaken = others.some((one) => isShared(one, days));
    if (!isTaken) this.#days.set(key, [...others, days]);
    return isTaken;
  }

  /** Rows whose enrolments are here already have their days before others, wherever they stand in the file. */
  #noteLinked(): void {
    for (const row of this.#rows.values()) {
      const holder = this.#bySourcedId.get(row.get('sourcedId'));
      const [from, until] = [readDay(row.get('beginDate')), lastDay(readDay(row.get('endDate')))];
      if (!holder || from === undefined || until === undefined || statusOf(row) !== 'active' || !this.#isIt(row, holder))
        continue;
      const days = { row, from: from ?? holder.fromDay, until };
      if (isBefore(days.from, until)) this.#isTaken(`${holder.sectionId}|${holder.studentId}`, days);
    }
  }

  /** An enrolment of the same student that no row names: the one from that day, one that goes on, or one of the same days. */
  #unlinked({ key, section }: Pair, { from, until }: Days): KnownEnrolment | undefined {
    const isFree = (one: KnownEnrolment) => {
      const row = this.#rows.get(one.sourcedId ?? '');
      return !this.#seen.has(one.id) && (!row || one.sourcedId === null || !this.#isIt(row, one));
    };
    const free = (this.#byPair.get(key) ?? []).filter(isFree);
    const { today } = this.draft.facts;
    const days = { from: from ?? this.#firstDayIn(section), until };
    return (
      free.find(({ fromDay }) => fromDay === from) ??
      free.find(({ untilDay }) => untilDay === null || untilDay >= today) ??
      free.find(({ fromDay, untilDay }) => isShared({ from: fromDay, until: untilDay }, days))
    );
  }

  #create(row: RosterRow, { person, section, subject }: Pair, { from, until }: Days): Plan {
    const fromDay = from ?? this.#firstDayIn(section);
    if (until !== null && until < fromDay) return refused(subject, 'import.ends-before');
    const values = {
      section_id: section.ref,
      student_id: person.ref,
      from_day: fromDay,
      until_day: until,
      sourced_id: row.get('sourcedId') || null,
    };
    return {
      verdict: 'create',
      subject,
      ops: [...this.#release(row, undefined), { kind: 'create', table: 'enrolments', values }],
    };
  }

  #change(row: RosterRow, known: KnownEnrolment, { from, until }: Days, subject: string): Plan {
    const fromDay = from ?? known.fromDay;
    if (until !== null && until < fromDay) return refused(subject, 'import.ends-before');
    const isLinked =
      known.sourcedId !== row.get('sourcedId') && row.get('sourcedId') !== '' && !row.get('sourcedId').startsWith(OWN_ID);
    const values = {
      ...(fromDay !== known.fromDay && { from_day: fromDay }),
      ...(until !== known.untilDay && { until_day: until }),
      ...(isLinked && { sourced_id: row.get('sourcedId') }),
    };
    if (Object.keys(values).length === 0) return unchanged(subject);
    const before = isLinked ? this.#release(row, known) : [];
    if (isLinked) this.#released.add(known.id);
    return {
      verdict: 'update',
      subject,
      ops: [...before, { kind: 'change', table: 'enrolments', key: { id: known.id }, values }],
    };
  }

  #staffing({ person, section, subject, key }: Pair, wanted: 'teacher' | 'assistant'): Plan {
    if (this.#pairs.has(key)) return { verdict: 'duplicate', subject, message: 'import.staff-already' };
    this.#pairs.add(key);
    // A student who helps assists, whatever the file calls it.
    const role = person.role === 'assistant' || person.role === 'student' ? 'assistant' : wanted;
    const current = this.#staff.get(key);
    if (current === role) return unchanged(subject);
    if (current && section.id && person.id) {
      const op: Op = {
        kind: 'change',
        table: 'section_staff',
        key: { section_id: section.id, user_id: person.id },
        values: { role },
      };
      return { verdict: 'update', subject, ops: [op] };
    }
    return {
      verdict: 'create',
      subject,
      ops: [{ kind: 'create', table: 'section_staff', values: { section_id: section.ref, user_id: person.ref, role } }],
    };
  }

  /** What a bulk file no longer has ends: enrolments that came from a file, and staff where person and class did. */
  missing(file: RosterFile): void {
    const { facts, people, sections, ended } = this.draft;
    const isDecided = ({ id, isGone }: FoundPerson) => id !== null && !isGone && !this.draft.asked.has(id);
    const persons = new Map([...people.values()].filter(isDecided).map((one) => [one.id, one]));
    const classes = new Map(
      [...sections.values()].flatMap((one) => (one.id !== null && !one.isGone ? [[one.id, one] as const] : [])),
    );
    const nameOf = (personId: number, sectionId: number) => `${persons.get(personId)?.name}, ${classes.get(sectionId)?.name}`;
    for (const enrolment of facts.enrolments) {
      const { id, sourcedId, studentId, sectionId } = enrolment;
      if (sourcedId === null || this.#seen.has(id) || ended.has(id) || !classes.has(sectionId) || !persons.has(studentId))
        continue;
      const end = endOf(enrolment, facts.today);
      if (end) this.draft.addMissing(file, nameOf(studentId, sectionId), [end]);
    }
    for (const { sectionId, userId } of facts.staff) {
      if (this.#pairs.has(`${sectionId}|${userId}`) || !classes.has(sectionId) || !persons.has(userId)) continue;
      this.draft.addMissing(file, nameOf(userId, sectionId), [
        { kind: 'remove', table: 'section_staff', key: { section_id: sectionId, user_id: userId } },
      ]);
    }
  }
}
