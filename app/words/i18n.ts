/** The words of a language, one instance of them for each. On the server all catalogues are in it; in a browser those that were needed. */
import { type I18n, type Messages, setupI18n } from '@lingui/core';
import { type Language, SOURCE_LANGUAGE } from '#domain/words/language';

const MESSAGES: Partial<Record<Language, Messages>> = {};
const INSTANCES: Partial<Record<Language, I18n>> = {};

function messagesOf(language: Language): Messages {
  MESSAGES[language] ??= {};
  return MESSAGES[language];
}

/** Adds a catalogue. Whatever shows its texts must not be on screen yet: nothing is told that there are more. */
export function addWords(language: Language, messages: Messages): void {
  Object.assign(messagesOf(language), messages);
}

/** The words of a language. Texts without a translation are English. Never throws. */
export function i18nOf(language: Language = SOURCE_LANGUAGE): I18n {
  INSTANCES[language] ??= setupI18n({ locale: language, messages: { [language]: messagesOf(language) } });
  return INSTANCES[language];
}
