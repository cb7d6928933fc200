/** Puts messages into words. English is compiled from its texts as it is needed; the same code runs on Node, in tools and on Workers. */
import { type I18n, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { FieldErrors } from '#domain/errors';
import type { Reader } from '#domain/school/mail';
import { ENGLISH, type Facts, type Message } from '#domain/words/message';

function english(): I18n {
  const texts = Object.entries(ENGLISH).flatMap(([noun, ofNoun]) =>
    Object.entries<string>(ofNoun).map(([key, text]) => [`${noun}.${key}`, text]),
  );
  const i18n = setupI18n({ locale: 'en', messages: { en: Object.fromEntries(texts) } });
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
}

const ENGLISH_WORDS = english();

const ALL = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const ANY = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function wordFact(fact: Facts[string]): string | number {
  if (!Array.isArray(fact)) return fact;
  const texts = fact.filter((one) => typeof one === 'string');
  return texts.length > 0 ? ANY.format(texts) : ALL.format(fact.filter((one) => typeof one === 'object').map(wordMessage));
}

/** A message in a reader's language. Never throws. */
export function wordMessage({ id, values = {} }: Message): string {
  const facts = Object.entries(values).map(([name, fact]) => [name, wordFact(fact)]);
  return ENGLISH_WORDS._(id, Object.fromEntries(facts));
}

/** The messages at a form's fields, in a reader's language. */
export function wordFields(fieldErrors: FieldErrors): Record<string, string[]> {
  return Object.fromEntries(Object.entries(fieldErrors).map(([field, messages]) => [field, messages.map(wordMessage)]));
}

/** Somebody who reads a language: what mails and files are worded for. */
export function readerIn(language: 'en'): Reader {
  return { language, direction: 'ltr', say: wordMessage };
}
