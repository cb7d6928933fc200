/** The classes that lists name: by number, by the id of the file they came from, or by what people call them. */
import type { Said } from '#domain/words/message';
import { plainWord } from './import-columns';

export type ClassFacts = {
  /** Classes that are not archived, by id, with what people call them. */
  sections: ReadonlyMap<number, string>;
  /** The same by what lists call them (`classNames`); a name may be that of several. */
  sectionsByName: ReadonlyMap<string, number[]>;
};

export type Refusal = { refusal: Said };

type Named = { course: string; title: string; code: string; sourcedId: string | null };

/** What lists call a class: "PH A", "A", "Physics A", "Physics (PH A)", or by its id of another system. */
export function classNames({ course, title, code, sourcedId }: Named): string[] {
  const names = [`${course} ${code}`, code, `${title} ${code}`, `${title} (${course} ${code})`, sourcedId ?? ''];
  return names.map(plainWord).filter(Boolean);
}

/** The class that a list means: by its number, or by what it is called. */
export function findSection(section: string, { sections, sectionsByName }: ClassFacts): number | Refusal {
  if (/^\d{1,9}$/.test(section) && sections.has(Number(section))) return Number(section);
  const [found, another] = sectionsByName.get(plainWord(section)) ?? [];
  if (found === undefined) return { refusal: { id: 'import.class-unknown', values: { text: section } } };
  return another === undefined ? found : { refusal: { id: 'import.class-ambiguous', values: { text: section } } };
}
