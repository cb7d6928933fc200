/** A component as the server draws it, in English, for what can be read off its markup. Links need a browser. */
import { I18nProvider } from '@lingui/react';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { i18nOf } from '#app/words/i18n';

/** Its HTML. */
export function drawn(node: ReactNode): string {
  return renderToStaticMarkup(<I18nProvider i18n={i18nOf('en')}>{node}</I18nProvider>);
}

/** What is read of it: its text, tag by tag. */
export function drawnText(node: ReactNode): string {
  return drawn(node)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
