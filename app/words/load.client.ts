/** Fetches the catalogues of the document's language, each once and only where its texts are shown. English has none to fetch. */
import type { Messages } from '@lingui/core';
import { isLanguage, type Language, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from '#domain/words/language';
import { addWords } from './i18n';
import { noteWait } from './pending';

type Load = () => Promise<Messages>;

const TRANSLATED = import.meta.glob<Messages>(['./*/*.po', '!./en/*.po'], { import: 'default' });
const PSEUDO = import.meta.glob<Messages>('./en/*.po', { import: 'default', query: '?pseudo' });

/** The language of the page as the server made it. Never throws. */
export function documentLanguage(): Language {
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : SOURCE_LANGUAGE;
}

function catalogueOf(language: Language, noun: string): Load | undefined {
  return language === PSEUDO_LANGUAGE ? PSEUDO[`./en/${noun}.po`] : TRANSLATED[`./${language}/${noun}.po`];
}

const asked = new Set<string>();

/** Starts to fetch the catalogues of `nouns`. What cannot be fetched is shown in English, and asked for again by the next page. */
export function needWords(nouns: readonly string[]): void {
  const language = documentLanguage();
  for (const noun of nouns) {
    const load = language === SOURCE_LANGUAGE || asked.has(noun) ? undefined : catalogueOf(language, noun);
    if (!load) continue;
    asked.add(noun);
    const forget = () => void asked.delete(noun);
    noteWait(load().then((messages) => addWords(language, messages), forget));
  }
}

/** Fetches every catalogue of the document's language, so that pages kept for later open in it with no network. */
export function needAllWords(): void {
  const files = Object.keys({ ...TRANSLATED, ...PSEUDO });
  needWords([...new Set(files.map((file) => file.replace(/^.*\/|\.po$/g, '')))]);
}
