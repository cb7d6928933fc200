/** Languages, and ways of writing dates, as the choices of a field. */
import { useLingui } from '@lingui/react/macro';
import { dateFormat, regionName } from '#domain/words/intl';
import type { Language } from '#domain/words/language';
import { LOCALES, type OfferedLocale } from '#domain/words/locales';

export type OfferedLanguage = { language: Language; name: string };

/** Each in its own words. */
export function LanguageOptions({ languages }: { languages: readonly OfferedLanguage[] }) {
  return languages.map(({ language, name }) => (
    <option key={language} value={language} lang={language}>
      {name}
    </option>
  ));
}

/** A school's ways of writing dates, each in its own words. */
export function SchoolLocaleOptions({ locales }: { locales: readonly OfferedLocale[] }) {
  return locales.map(({ locale, name }) => (
    <option key={locale} value={locale} lang={locale}>
      {name}
    </option>
  ));
}

/** "United Kingdom · 31/12/2026", as each writes it. */
function localeText(language: string, locale: string): string {
  const example = dateFormat(locale, { timeZone: 'UTC' }).format(Date.UTC(2026, 11, 31));
  return `${regionName(language, locale)} · ${example}`;
}

/** A person's ways of writing dates: those of English. */
export function LocaleOptions() {
  const { i18n } = useLingui();
  return LOCALES.map((locale) => (
    <option key={locale} value={locale}>
      {localeText(i18n.locale, locale)}
    </option>
  ));
}
