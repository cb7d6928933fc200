/**
 * How instants, numbers and lists are written: the one place that makes formatters of `Intl`, each once, because making one costs more
 * than using it a thousand times. Dates go by a locale, which a school or a person chooses; what stands in a sentence by its language.
 */
import { SOURCE_LANGUAGE } from './language';

/** English as it is written here: no comma before the "and" of a list. */
const ENGLISH_LOCALE = 'en-GB';

function localeOf(language: string): string {
  return language === SOURCE_LANGUAGE ? ENGLISH_LOCALE : language;
}

/** A maker of formatters that gives the same one again for the same locale and options. */
function kept<Options, Formatter>(make: new (locale: string, options: Options) => Formatter) {
  const made = new Map<string, Formatter>();
  return (locale: string, options: Options): Formatter => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const known = made.get(key) ?? new make(locale, options);
    made.set(key, known);
    return known;
  };
}

/** @throws RangeError for an unknown locale or zone */
export const dateFormat = kept<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat);
const numberFormat = kept<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat);
const listFormat = kept<Intl.ListFormatOptions, Intl.ListFormat>(Intl.ListFormat);
const displayNames = kept<Intl.DisplayNamesOptions, Intl.DisplayNames>(Intl.DisplayNames);
const collator = kept<Intl.CollatorOptions, Intl.Collator>(Intl.Collator);

/** Whether dates can be written in a zone. Never throws. @param zone IANA name */
export function isZone(zone: string): boolean {
  try {
    return Boolean(dateFormat(ENGLISH_LOCALE, { timeZone: zone }));
  } catch {
    return false;
  }
}

/** Whether dates can be written as a locale does. Never throws. */
export function isLocale(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length === 1;
  } catch {
    return false;
  }
}

/** "30 Nov 2026"; what is no day stays as it is. Never throws.
 *  @param day `YYYY-MM-DD` */
export function dayText(language: string, day: string): string {
  const at = Date.parse(day);
  if (Number.isNaN(at)) return day;
  return dateFormat(localeOf(language), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** "1,234.5". Never throws. */
export function numberText(language: string, value: number): string {
  return numberFormat(localeOf(language), {}).format(value);
}

/** "82.5%", "90%". Never throws. @param percent with one decimal at most, which `percentOf` sees to */
export function percentIn(language: string, percent: number): string {
  return numberFormat(localeOf(language), { style: 'percent', maximumFractionDigits: 1 }).format(percent / 100);
}

const LISTS = {
  /** "A, B, C" */
  plain: { type: 'unit', style: 'short' },
  /** "A, B and C" */
  all: { type: 'conjunction' },
  /** "A, B or C" */
  any: { type: 'disjunction' },
} as const satisfies Record<string, Intl.ListFormatOptions>;

/** Several texts as one. Never throws. */
export function listText(language: string, texts: readonly string[], style: keyof typeof LISTS = 'plain'): string {
  return listFormat(localeOf(language), LISTS[style]).format(texts);
}

/** Names in the order of a language's dictionary, with "Room 2" before "Room 10". For `sort`. A dictionary is opened when the first two
 *  are compared: few pages sort. */
export function nameOrder(language: string): (a: string, b: string) => number {
  let compare: Intl.Collator['compare'] | undefined;
  return (a, b) => {
    compare ??= collator(localeOf(language), { numeric: true }).compare;
    return compare(a, b);
  };
}

/** "United Kingdom". Never throws for a locale with a region. @param locale such as `en-GB` */
export function regionName(language: string, locale: string): string {
  return displayNames(localeOf(language), { type: 'region' }).of(locale.slice(-2)) ?? locale;
}

/** "English (United Kingdom)", "Deutsch (Österreich)": as the locale itself says it. Never throws for what `isLocale` accepts. */
export function localeName(locale: string): string {
  return displayNames(locale, { type: 'language', languageDisplay: 'standard' }).of(locale) ?? locale;
}
