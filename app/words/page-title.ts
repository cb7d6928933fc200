/** Titles of pages. `meta` functions run outside React's tree, so the language comes from the data of the root. */
import type { MessageDescriptor } from '@lingui/core';
import { isLanguage, SOURCE_LANGUAGE } from '#domain/words/language';
import { i18nOf } from './i18n';

type Matches = readonly { id: string; data?: unknown }[];

function languageIn(matches: Matches) {
  const root = matches.find(({ id }) => id === 'root')?.data as { language?: string } | undefined;
  return isLanguage(root?.language) ? root.language : SOURCE_LANGUAGE;
}

/** What a page's `meta` answers: its title, and the app's name. @param title of the page, words or data */
export function pageTitle({ matches }: { matches: Matches }, title: MessageDescriptor | string) {
  const text = typeof title === 'string' ? title : i18nOf(languageIn(matches))._(title);
  return [{ title: `${text} · Muster` }];
}
