/**
 * Texts that people type and others read. A name is refused when it holds what nobody can see or what turns other words around
 * (Unicode TR 36); other texts lose control and direction characters. Persian and Indic names need joiners inside a word: those stay.
 */

import { z } from 'zod';
import { says } from '#domain/words/says';

/** Scripts whose letters change form beside their neighbours, so that a joiner between them can be seen (RFC 5892, A.1 and A.2). */
const JOINING = [
  ...['Arabic', 'Syriac', 'Nko', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya'],
  ...['Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** What may stay although it cannot be seen by itself, with the character before it. */
const SEEN_BY_ITS_NEIGHBOURS = [
  // Between letters of a word.
  new RegExp(`([${JOINING}])[\\u200c\\u200d](?=[${JOINING}])`, 'gu'),
  // Malayalam writes a final consonant with a joiner at the end of the word.
  /(\u0d4d)\u200d/gu,
  // One picture of several, and the form of a picture or a character.
  /(\ufe0f|[\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200d(?=\p{Extended_Pictographic})/gu,
  /([\p{Extended_Pictographic}\p{Script=Han}\p{Script=Mongolian}])\p{Variation_Selector}/gu,
];

/** Controls, direction marks, characters without a glyph (Hangul fillers and the empty Braille cell among them), halves of characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Longer than any text may be, in UTF-16 units. Bringing a text into one form takes the square of the marks it piles up, so what is
 *  beyond goes first; the text stays too long for its schema. */
const LONGEST = 4_000;

/** More marks in a row than any writing puts on one letter. */
const PILED_MARKS = /\p{M}{16}/u;

/** One line in one form (NFC): white space of any kind is one space, and none at the ends. Never throws. */
function foldSpace(text: string): string {
  return text
    .slice(0, LONGEST)
    .normalize('NFC')
    .replace(/\p{White_Space}+/gu, ' ')
    .replace(/^ | $/g, '');
}

/** A text by its letters alone, without their accents and in lower case: "Zoë" and "zoe" are one. Never throws. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Letters that are no other letter with an accent, and what they are searched by. */
const PLAIN_LETTERS: Record<string, string> = {
  ...{ ł: 'l', ı: 'i', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ß: 'ss' },
  ...{ æ: 'ae', œ: 'oe', þ: 'th' },
};

/** Signs within a word that are left out when it is searched: apostrophes of any form, and the stretch of Arabic letters. */
const WITHIN_WORDS = /['’‘ʻʼʹʾʿ`´׳ـ]/gu;

/** A name as it is searched: what is typed without accents, points and apostrophes finds it. The index of people has the same form
 *  (`people_searched` of the database). Never throws. */
export function searchForm(text: string): string {
  return withoutAccents(text)
    .replace(WITHIN_WORDS, '')
    .replace(/[łıøđðħßæœþ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/** Whether a text holds a character that cannot be seen where it stands, or that changes the direction of others. Never throws. */
export function hasHidden(text: string): boolean {
  return HIDDEN.test(SEEN_BY_ITS_NEIGHBOURS.reduce((rest, pattern) => rest.replace(pattern, '$1'), text));
}

/** A text of several lines without controls and direction marks, in one form (NFC). Never throws. */
export function plainText(text: string): string {
  return text
    .slice(0, LONGEST)
    .normalize('NFC')
    .replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '')
    .trim();
}

/** A text of one line without controls and direction marks: titles, rooms, what a device is called. Never throws. */
export function plainLine(text: string): string {
  return foldSpace(plainText(text.replace(/\p{White_Space}+/gu, ' ')));
}

/** What a person is called: any script, one letter is enough.
 *  @param most how long it may be, in UTF-16 units */
export function nameSchema({ most, missing }: { most: number; missing: string }) {
  return z
    .string({ error: missing })
    .overwrite(foldSpace)
    .min(1, { error: missing, abort: true })
    .max(most, says('form.too-long', { max: most }))
    .refine((name) => /\p{L}/u.test(name), says('form.no-letter'))
    .refine((name) => !PILED_MARKS.test(name), says('form.too-many-marks'))
    .refine((name) => !hasHidden(name), says('form.hidden-character'));
}

/** What somebody likes to be called, by the same rule; left empty it is none. */
export function preferredNameSchema(most: number) {
  const Name = nameSchema({ most, missing: says('form.name-missing') });
  return z
    .preprocess((typed) => (typeof typed === 'string' && foldSpace(typed) === '' ? null : typed), Name.nullish())
    .transform((name) => name ?? null);
}
