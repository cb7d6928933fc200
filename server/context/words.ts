/** Puts messages into words. English is compiled from its texts as it is needed; the same code runs on Node, in tools and on Workers. */
import { type I18n, setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { ENGLISH, type Message } from '#domain/words/message';

function english(): I18n {
  const texts = Object.entries(ENGLISH).flatMap(([noun, ofNoun]) =>
    Object.entries<string>(ofNoun).map(([key, text]) => [`${noun}.${key}`, text]),
  );
  const i18n = setupI18n({ locale: 'en', messages: { en: Object.fromEntries(texts) } });
  i18n.setMessagesCompiler(compileMessage);
  return i18n;
}

const ENGLISH_WORDS = english();

/** A message in a reader's language. Never throws. */
export function wordMessage({ id, values = {} }: Message): string {
  return ENGLISH_WORDS._(id, values);
}
