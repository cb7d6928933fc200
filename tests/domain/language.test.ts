/** Which language a request is answered in, and the server's words in it. */
import { expect, test } from 'vitest';
import {
  directionOf,
  LANGUAGE_COOKIE,
  LANGUAGES,
  type Language,
  type LanguageWishes,
  languageOf,
  SOURCE_LANGUAGE,
} from '#domain/words/language';
import { pseudoText } from '#domain/words/pseudo';
import { wordMessage } from '#domain/words/translate';

const wishes = (value: string | null, languages: readonly Language[] = LANGUAGES): LanguageWishes => ({
  cookie: (name: string) => (name === LANGUAGE_COOKIE ? value : null),
  schoolLanguage: SOURCE_LANGUAGE,
  policy: { languages },
});

test.each([
  [null, 'en'],
  ['en-XB', 'en-XB'],
  ['xx', 'en'],
])('a wish for %s is answered in %s', (wish, language) => {
  expect(languageOf(wishes(wish))).toBe(language);
});

test('a person’s own language comes before the browser’s', () => {
  expect(languageOf({ ...wishes(null), actor: { language: 'en-XB' } })).toBe('en-XB');
  expect(languageOf({ ...wishes('en-XB'), actor: { language: 'en' } })).toBe('en');
  expect(languageOf({ ...wishes('en-XB'), actor: {} })).toBe('en-XB');
});

test('the school’s language is for those who chose none, in neither place', () => {
  const school = { schoolLanguage: 'en-XB' } as const;
  expect(languageOf({ ...wishes(null), ...school })).toBe('en-XB');
  expect(languageOf({ ...wishes('en'), ...school })).toBe('en');
  expect(languageOf({ ...wishes(null), ...school, actor: { language: 'en' } })).toBe('en');
  expect(languageOf({ ...wishes(null, ['en']), ...school })).toBe('en');
});

test('a language that is not on offer is not answered in', () => {
  expect(languageOf(wishes('en-XB', ['en']))).toBe('en');
});

test('the pseudo-language is longer, accented, and runs from right to left', () => {
  expect(pseudoText('Check in')).toBe('Çĥééçķ îîñ');
  expect(pseudoText('Hello <0>you</0>!')).toMatch(/^[^A-Za-z]+<0>[^A-Za-z]+<\/0>!$/);
  expect(directionOf('en-XB')).toBe('rtl');
});

test('the server words a text in each language', () => {
  expect(wordMessage('en', { id: 'language.name' })).toBe('English');
  expect(wordMessage('en-XB', { id: 'language.name' })).toBe(pseudoText('English'));
});
