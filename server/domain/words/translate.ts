/** Puts messages into words, in the language of whoever reads them. English is compiled when a language is first read; other languages
 *  are added by the build. */
import { type I18n, type Messages, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { directionOf, type Language, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from './language';
import { ENGLISH, type Facts, type Message } from './message';
import { pseudoText } from './pseudo';

type Wording = { i18n: I18n; all: Intl.ListFormat; any: Intl.ListFormat };

function compileEnglish(mapText?: (text: string) => string): Messages {
  const texts = Object.entries(ENGLISH).flatMap(([noun, words]) =>
    Object.entries<string>(words).map(([key, text]) => [`${noun}.${key}`, compileMessage(text, mapText)]),
  );
  return Object.fromEntries(texts);
}

const WORDINGS: Partial<Record<Language, Wording>> = {};

/** Every language begins as English, so that a text that is not translated yet still says something. */
function newWording(language: Language): Wording {
  const messages = compileEnglish(language === PSEUDO_LANGUAGE ? pseudoText : undefined);
  // Lists in English have no comma before "and".
  const lists = language === SOURCE_LANGUAGE ? 'en-GB' : language;
  return {
    i18n: setupI18n({ locale: language, messages: { [language]: messages } }),
    all: new Intl.ListFormat(lists, { type: 'conjunction' }),
    any: new Intl.ListFormat(lists, { type: 'disjunction' }),
  };
}

/** The wording of a language, made when somebody first reads it: most requests are refused nothing, and a school reads one language. */
function wordingIn(language: Language): Wording {
  WORDINGS[language] ??= newWording(language);
  return WORDINGS[language];
}

/** Adds compiled texts of a language. For the start of a process only. */
export function addServerWords(language: Language, messages: Messages): void {
  wordingIn(language).i18n.load(language, messages);
}

function wordFact(language: Language, fact: Facts[string]): string | number {
  if (!Array.isArray(fact)) return fact;
  const { all, any } = wordingIn(language);
  const texts = fact.filter((one) => typeof one === 'string');
  if (texts.length > 0) return any.format(texts);
  return all.format(fact.filter((one) => typeof one === 'object').map((one) => wordMessage(language, one)));
}

/** A message in words. Never throws. */
export function wordMessage(language: Language, { id, values = {} }: Message): string {
  const facts = Object.entries(values).map(([name, fact]) => [name, wordFact(language, fact)]);
  return wordingIn(language).i18n._(id, Object.fromEntries(facts));
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
