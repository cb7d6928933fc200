/** Every catalogue of every language, for the server: pages are rendered without waiting for one. */
import type { Messages } from '@lingui/core';
import { isLanguage, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from '#domain/words/language';
import { addServerWords } from '#domain/words/translate';
import { addWords } from './i18n';

const TRANSLATED = import.meta.glob<Messages>(['./*/*.po', '!./en/*.po'], { import: 'default', eager: true });
const OF_THE_SERVER = import.meta.glob<Messages>(['./*/server/*.po', '!./en/server/*.po'], { import: 'default', eager: true });
const PSEUDO = import.meta.glob<Messages>('./en/*.po', { import: 'default', eager: true, query: '?pseudo' });

const languageIn = (file: string) => file.split('/')[1];

/** Adds them all. For the start of the server only. */
export function addCatalogues(): void {
  for (const messages of Object.values(PSEUDO)) addWords(PSEUDO_LANGUAGE, messages);
  for (const [file, messages] of Object.entries(TRANSLATED)) {
    const language = languageIn(file);
    if (isLanguage(language) && language !== SOURCE_LANGUAGE) addWords(language, messages);
  }
  for (const [file, messages] of Object.entries(OF_THE_SERVER)) {
    const language = languageIn(file);
    if (isLanguage(language)) addServerWords(language, messages);
  }
}
