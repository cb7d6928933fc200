/** Languages, and ways of writing dates, as the choices of a field. */
import { useLingui } from '@lingui/react/macro';
import { LOCALES } from '#domain/person/profile';
import { dateFormat, regionName } from '#domain/words/intl';
import type { Language } from '#domain/words/language';

export type OfferedLanguage = { language: Language; name: string };

/** Each in its own words. */
export function LanguageOptions({ languages }: { languages: readonly OfferedLanguage[] }) {
  return languages.map(({ language, name }) => (
    <option key={language} value={language} lang={language}>
      {name}
    </option>
  ));
}

/** "United Kingdom · 31/12/2026", as each writes it. */
function localeText(language: string, locale: string): string {
  const example = dateFormat(locale, { timeZone: 'UTC' }).format(Date.UTC(2026, 11, 31));
  return `${regionName(language, locale)} · ${example}`;
}

/** Ways of writing dates. */
export function LocaleOptions() {
  const { i18n } = useLingui();
  return LOCALES.map((locale) => (
    <option key={locale} value={locale}>
      {localeText(i18n.locale, locale)}
    </option>
  ));
}
