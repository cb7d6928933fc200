/** The catalogues that there are, each a file of its own. Fetched where the language of the page needs one. */
import type { Messages } from '@lingui/core';
import { type Language, PSEUDO_LANGUAGE } from '#domain/words/language';

type Load = () => Promise<Messages>;

const TRANSLATED = import.meta.glob<Messages>(['./*/*.po', '!./en/*.po'], { import: 'default' });
const PSEUDO = import.meta.glob<Messages>('./en/*.po', { import: 'default', query: '?pseudo' });

/** The catalogue of a noun; undefined where a language has none. */
export function catalogueOf(language: Language, noun: string): Load | undefined {
  return language === PSEUDO_LANGUAGE ? PSEUDO[`./en/${noun}.po`] : TRANSLATED[`./${language}/${noun}.po`];
}

/** Every noun of which there are words. */
export function allNouns(): string[] {
  const files = Object.keys({ ...TRANSLATED, ...PSEUDO });
  return [...new Set(files.map((file) => file.replace(/^.*\/|\.po$/g, '')))];
}
