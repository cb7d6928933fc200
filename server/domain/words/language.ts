/** The languages that the words are in, with the numbers and lists among them. How dates are written is a `locale`, which is another
 *  matter. */

/** The language the words are written in. Every other has catalogues, and where one lacks a text, this one's is shown. */
export const SOURCE_LANGUAGE = 'en';

/** English made longer, accented and right to left by the build: what is not translated, or has no room, shows in it. */
export const PSEUDO_LANGUAGE = 'en-XB';

export const LANGUAGES = [SOURCE_LANGUAGE, PSEUDO_LANGUAGE] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names the language of a browser, for pages before anybody is signed in. */
export const LANGUAGE_COOKIE = 'muster_language';

const RIGHT_TO_LEFT: readonly Language[] = [PSEUDO_LANGUAGE];

/** Whether `text` names a language that the words are in. Never throws. */
export function isLanguage(text: string | null | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** Which way a language is written. Never throws. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
}

/** What a request tells of the language its reader wants. */
export type LanguageWishes = {
  actor?: { language?: Language } | null;
  cookie: (name: string) => string | null;
  /** What the school is read in by those who chose none. */
  schoolLanguage: Language;
  /** `languages` are those on offer. */
  policy: { languages: readonly Language[] };
};

/** The first language that is wished for and on offer, else English. Never throws. */
export function chosenLanguage(wishes: readonly (string | null | undefined)[], offered: readonly Language[]): Language {
  return wishes.filter(isLanguage).find((language) => offered.includes(language)) ?? SOURCE_LANGUAGE;
}

/** The language to answer a request in: the person's own, else the browser's, else the school's. Never throws. */
export function languageOf({ actor, cookie, schoolLanguage, policy }: LanguageWishes): Language {
  return chosenLanguage([actor?.language, cookie(LANGUAGE_COOKIE), schoolLanguage], policy.languages);
}
