/** Words of the server in the language of whoever reads them. English is compiled here; other languages are added by the build. */
import { type Messages, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { type Language, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from '#domain/language';
import { ENGLISH, type WordsId } from './english';
import { pseudoText } from './pseudo';

/** What a text may be told: its values by name. */
export type Values = Record<string, string | number>;

function compileEnglish(mapText?: (text: string) => string): Messages {
  const texts = Object.entries(ENGLISH).flatMap(([noun, words]) =>
    Object.entries<string>(words).map(([key, text]) => [`${noun}.${key}`, compileMessage(text, mapText)]),
  );
  return Object.fromEntries(texts);
}

const english = compileEnglish();

/** Every language begins as English, so that a text that is not translated yet still says something. */
const MESSAGES: Record<Language, Messages> = {
  [SOURCE_LANGUAGE]: english,
  [PSEUDO_LANGUAGE]: compileEnglish(pseudoText),
};

/** Adds compiled texts of a language to the server's words. For the start of a process only. */
export function addServerWords(language: Language, messages: Messages): void {
  Object.assign(MESSAGES[language], messages);
}

/** One text of the server.
 *  @param values what stands in its braces */
export function translate(language: Language, id: WordsId, values: Values = {}): string {
  return setupI18n({ locale: language, messages: MESSAGES })._(id, values);
}
