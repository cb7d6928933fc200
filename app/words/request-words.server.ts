/** Words in loaders and actions, in the language of the request. */
import type { I18n } from '@lingui/core';
import { type LanguageWishes, languageOf } from '#domain/words/language';
import { i18nOf } from './i18n';

/** The words of the language that a request is answered in. */
export function wordsFor({ context }: { context: { ctx: LanguageWishes } }): I18n {
  return i18nOf(languageOf(context.ctx));
}
