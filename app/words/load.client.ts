/** Fetches the catalogues of the document's language, each once and only where its texts are shown. English has none to fetch. */
import { isLanguage, type Language, SOURCE_LANGUAGE } from '#domain/words/language';
import { addWords } from './i18n';
import { noteWait } from './pending';

/** The language of the page as the server made it. Never throws. */
export function documentLanguage(): Language {
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : SOURCE_LANGUAGE;
}

const asked = new Set<string>();

async function fetchWords(language: Language, noun: string): Promise<void> {
  const { catalogueOf } = await import('./catalogue-files.client');
  const messages = await catalogueOf(language, noun)?.();
  if (messages) addWords(language, messages);
}

/** Starts to fetch the catalogues of `nouns`. What cannot be fetched is shown in English, and asked for again by the next page. */
export function needWords(nouns: readonly string[]): void {
  const language = documentLanguage();
  if (language === SOURCE_LANGUAGE) return;
  for (const noun of nouns) {
    if (asked.has(noun)) continue;
    asked.add(noun);
    noteWait(fetchWords(language, noun).catch(() => void asked.delete(noun)));
  }
}

/** Fetches every catalogue of the document's language, so that pages kept for later open in it with no network. Never rejects. */
export async function needAllWords(): Promise<void> {
  if (documentLanguage() === SOURCE_LANGUAGE) return;
  const files = await import('./catalogue-files.client').catch(() => null);
  if (files) needWords(files.allNouns());
}
