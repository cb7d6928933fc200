/** Puts messages into words, in the language of whoever reads them. English is compiled when a language is first read; other languages
 *  are added by the build. */
import { type I18n, type Messages, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { dayText, listText } from './intl';
import { directionOf, type Language, PSEUDO_LANGUAGE } from './language';
import { type DayFact, ENGLISH, type Facts, type Message } from './message';
import { pseudoText } from './pseudo';

function compileEnglish(mapText?: (text: string) => string): Messages {
  const texts = Object.entries(ENGLISH).flatMap(([noun, words]) =>
    Object.entries<string>(words).map(([key, text]) => [`${noun}.${key}`, compileMessage(text, mapText)]),
  );
  return Object.fromEntries(texts);
}

const WORDS: Partial<Record<Language, I18n>> = {};

/** Every language begins as English, so that a text that is not translated yet still says something. */
function newWords(language: Language): I18n {
  const messages = compileEnglish(language === PSEUDO_LANGUAGE ? pseudoText : undefined);
  return setupI18n({ locale: language, messages: { [language]: messages } });
}

/** The words of a language, made when somebody first reads it: most requests are refused nothing, and a school reads one language. */
function wordsIn(language: Language): I18n {
  WORDS[language] ??= newWords(language);
  return WORDS[language];
}

/** Adds compiled texts of a language. For the start of a process only. */
export function addServerWords(language: Language, messages: Messages): void {
  wordsIn(language).load(language, messages);
}

/** Several as a list: texts are a choice, messages belong together, days come one after the other. */
function wordList(language: Language, facts: readonly (string | DayFact | Message)[]): string {
  const [first] = facts;
  const style = typeof first === 'string' ? 'any' : first && 'day' in first ? 'plain' : 'all';
  const words = facts.map((one) => {
    if (typeof one === 'string') return one;
    return 'day' in one ? dayText(language, one.day) : wordMessage(language, one);
  });
  return listText(language, words, style);
}

function wordFact(language: Language, fact: Facts[string]): string | number {
  if (typeof fact !== 'object') return fact;
  return Array.isArray(fact) ? wordList(language, fact) : dayText(language, fact.day);
}

/** A message in words. Never throws. */
export function wordMessage(language: Language, { id, values = {} }: Message): string {
  const facts = Object.entries(values).map(([name, fact]) => [name, wordFact(language, fact)]);
  return wordsIn(language)._(id, Object.fromEntries(facts));
}

/** Messages at the fields of a form in words. Never throws. */
export function wordFields(language: Language, fields: Record<string, Message[]>): Record<string, string[]> {
  const worded = Object.entries(fields).map(([field, said]) => [field, said.map((one) => wordMessage(language, one))]);
  return Object.fromEntries(worded);
}

/** Somebody who reads a language, for what is written to them. */
export type Reader = { language: Language; direction: 'ltr' | 'rtl'; say: (message: Message) => string };

/** Never throws. */
export function readerOf(language: Language): Reader {
  return { language, direction: directionOf(language), say: (message) => wordMessage(language, message) };
}
