/** Words and formats in loaders and actions, in the language of the request. */
import type { I18n } from '@lingui/core';
import { type LanguageWishes, languageOf } from '#domain/words/language';
import { wordMessage } from '#domain/words/translate';
import { type Format, formatOf, type Place } from './format';
import { i18nOf } from './i18n';

/** The words of the language that a request is answered in. */
export function wordsFor({ context }: { context: { ctx: LanguageWishes } }): I18n {
  return i18nOf(languageOf(context.ctx));
}

/** How a request's reader has things written, for texts that a loader makes so that the server and the browser show the same. */
export function formatFor(args: Parameters<typeof wordsFor>[0], place: Place): Format {
  return formatOf(place, wordsFor(args));
}

/** The languages that the school can be read in, by their own names. */
export function languagesOnOffer({ context }: Parameters<typeof wordsFor>[0]) {
  return context.ctx.policy.languages.map((language) => ({ language, name: wordMessage(language, { id: 'language.name' }) }));
}
