/** Ways of writing dates and times to choose from. */
import { dateFormat, localeName } from './intl';

/** A person's: the words of the screens are English, so these are its ways. */
export const LOCALES = [
  'en-GB',
  'en-US',
  'en-AU',
  'en-CA',
  'en-GH',
  'en-IE',
  'en-IN',
  'en-KE',
  'en-NG',
  'en-NZ',
  'en-SG',
  'en-ZA',
] as const;

/** A school's, those of English first. */
const SCHOOL_LOCALES: readonly string[] = [
  ...LOCALES,
  ...'cs-CZ da-DK de-AT de-CH de-DE el-GR es-ES es-MX et-EE fi-FI fr-BE fr-CA fr-CH fr-FR'.split(' '),
  ...'hr-HR hu-HU id-ID it-IT lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL pl-PL pt-BR pt-PT ro-RO'.split(' '),
  ...'sk-SK sl-SI sv-SE tr-TR vi-VN'.split(' '),
];

export type OfferedLocale = { locale: string; name: string };

/** A day that shows which of its numbers is the month. */
const EXAMPLE = Date.UTC(2026, 11, 31);

/** "Deutsch (Österreich) · 31.12.2026". Never throws.
 *  @param stored what the school has, which stays a choice whatever it is */
export function localesOnOffer(stored?: string): OfferedLocale[] {
  const own = stored === undefined || SCHOOL_LOCALES.includes(stored) ? [] : [stored];
  return [...own, ...SCHOOL_LOCALES].map((locale) => ({
    locale,
    name: `${localeName(locale)} · ${dateFormat(locale, { timeZone: 'UTC' }).format(EXAMPLE)}`,
  }));
}
