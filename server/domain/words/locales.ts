/** Ways of writing dates and times to choose from. */
import { dateFormat, localeName, regionName } from './intl';

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

const exampleOf = (locale: string) => dateFormat(locale, { timeZone: 'UTC' }).format(EXAMPLE);

/** "Österreich · 31.12.2026", or "français (Canada) · …" of a country that has several, each in its own words. Never throws.
 *  @param stored what the school has, which stays a choice whatever it is */
export function localesOnOffer(stored?: string): OfferedLocale[] {
  const countries = SCHOOL_LOCALES.map((locale) => regionName(locale, locale));
  const isAlone = (country: string) => countries.indexOf(country) === countries.lastIndexOf(country);
  const offered = SCHOOL_LOCALES.map((locale, index) => {
    const country = String(countries[index]);
    return { locale, name: `${isAlone(country) ? country : localeName(locale)} · ${exampleOf(locale)}` };
  });
  if (stored === undefined || SCHOOL_LOCALES.includes(stored)) return offered;
  return [{ locale: stored, name: `${localeName(stored)} · ${exampleOf(stored)}` }, ...offered];
}
