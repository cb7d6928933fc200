/** What classes are called, within their course. Archived ones give their name to those that come. */
import { MOST } from '#domain/structure/section';
import type { Op } from '../import';
import type { Draft, Found, KnownSection } from './draft';
import { listIn } from './files';
import type { RosterRow } from './table';

/** What a class is to be called, and what has to come first. */
export type ClassName = { code: string; isApart: boolean; before: Op[] };

/** Names for a class, the first that is free counts: its code; the ends of a long one; with its term; with a number. */
function classNames(row: RosterRow, terms: string[]): string[] {
  const written = row.text('classCode') || row.text('title');
  const named = (suffix: string) => `${written.slice(0, MOST.code - suffix.length - 1)} ${suffix}`;
  const ends = written.length > MOST.code ? [`${written.slice(0, 38)}… ${written.slice(-20)}`] : [];
  const term = terms.length > 0 ? [named(`(${terms.join(', ').slice(0, 30)})`)] : [];
  return [written.slice(0, MOST.code), ...ends, ...term, ...Array.from({ length: 98 }, (_, index) => named(`(${index + 2})`))];
}

export class ClassNames {
  readonly #byCode = new Map<string, string | number>();
  readonly #termNames = new Map<string, string>();

  /** @param ids of the file's classes
   *  @param isBulk whether classes that the file does not have are archived */
  constructor(
    readonly draft: Draft,
    readonly ids: Set<string>,
    readonly isBulk: boolean,
  ) {
    for (const { id, courseId, code } of draft.facts.sections) this.#byCode.set(`${courseId}|${code}`, id);
  }

  /** Notes a term of the file. */
  addTerm(sourcedId: string, name: string): void {
    this.#termNames.set(sourcedId, name);
  }

  /** Notes what a class is called, by its id or else its sourcedId. */
  add(course: Found, code: string, section: string | number): void {
    this.#byCode.set(`${course.ref}|${code}`, section);
  }

  /** What a class may be called. */
  namesOf(row: RosterRow): string[] {
    return classNames(
      row,
      listIn(row.get('termSourcedIds')).flatMap((term) => this.#termNames.get(term) ?? []),
    );
  }

  /** What a class is called: by its code, told apart from what has that already. A known class keeps such a name. */
  nameFor(row: RosterRow, course: Found, known: KnownSection | undefined): ClassName {
    const names = this.namesOf(row);
    const holderOf = (code: string) => this.#byCode.get(`${course.ref}|${code}`);
    const isFree = (code: string) => holderOf(code) === undefined || holderOf(code) === known?.id;
    const kept = known && known.courseId === course.id && names.includes(known.code) && isFree(known.code) ? known.code : null;
    const leaving = kept ? undefined : this.#leaving(holderOf(names[0] ?? ''));
    const code = kept ?? (leaving ? names[0] : names.find(isFree)) ?? row.get('sourcedId').slice(0, MOST.code);
    return { code, isApart: code !== names[0], before: leaving ? [this.#rename(leaving)] : [] };
  }

  /** A class that is archived, or will be because the file does not have it. */
  #leaving(id: string | number | undefined): KnownSection | undefined {
    const section = typeof id === 'number' ? this.draft.facts.sections.find((one) => one.id === id) : undefined;
    if (!section || this.draft.seen.sections.has(section.id)) return undefined;
    const isGoing = this.isBulk && section.sourcedId !== null && !this.ids.has(section.sourcedId);
    return section.archivedAt !== null || isGoing ? section : undefined;
  }

  /** An archived class is called by the year in which it ended. */
  #rename({ id, courseId, code, archivedAt }: KnownSection): Op {
    const year = new Date(archivedAt ?? this.draft.facts.now).getUTCFullYear();
    const names = [`${code.slice(0, 50)} (${year})`, `${code.slice(0, 40)} (${year}, ${id})`];
    const name = names.find((one) => !this.#byCode.has(`${courseId}|${one}`)) ?? code;
    this.#byCode.set(`${courseId}|${name}`, id);
    return { kind: 'change', table: 'sections', key: { id }, values: { code: name } };
  }
}
