/** Names and other texts: what belongs to them in any script, and what only hides or turns the words of others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersonName } from '#domain/person/user';
import { plainLine, plainText } from '#domain/text';
import { messageOf } from '#domain/words/message-of';
import { wordMessage } from '#domain/words/translate';

const problemsOf = (name: unknown) =>
  PersonName.safeParse(name).error?.issues.map(({ message }) => wordMessage('en', messageOf(message))) ?? [];

test.each([
  ['Siobhán O’Sullivan'],
  ['ʻAkamu Kaleo'],
  ['李'],
  ['U'],
  ['Null'],
  ['محمد عبد الله'],
  ['דָּוִד בֶּן־גּוּרְיוֹן'],
  ['Zoe 🦄 Star'],
  ['👩‍👩‍👧 Family'],
  ['❤️ Rose'],
  ['Robert Downey, Jr.'],
  ['-Dash Name'],
  ['=HYPERLINK("http://x","y") Kid'],
  ['<b>Bold</b> Kid'],
  ['क्षितिज शर्मा'],
  ['ชัยวัฒน์'],
  ['X Æ A-12'],
  ['Ana s/o Ravi'],
  // Joiners: a Persian name, Devanagari and Sinhala conjuncts, a Malayalam final consonant.
  ['علی‌رضا'],
  ['क्‍ष'],
  ['ප්‍රියා'],
  ['മോഹന്‍'],
  ['മോഹന്‍ ലാല്‍'],
  // A character with its own form, as Japanese names have.
  ['辻\u{e0100}さん'],
])('%s is a name', (name) => {
  expect(PersonName.parse(name)).toBe(name.normalize('NFC'));
});

test.each([
  ['an override of direction', '\u202eevil\u202c Reversed'],
  ['an isolate', 'Ada \u2066Lovelace\u2069'],
  ['a direction mark', 'Ada\u200e Lovelace'],
  ['an Arabic letter mark', 'Ada\u061c'],
  ['a space without width', 'Ana Maria\u200b Hidden'],
  ['a byte order mark', 'Ada\ufeff Lovelace'],
  ['a soft hyphen', 'Ada Love\u00adlace'],
  ['a word joiner', 'Ada\u2060Lovelace'],
  ['a Hangul filler', 'Ada\u3164'],
  ['an empty Braille cell', 'Ada \u2800'],
  ['a zero byte', 'Ada\u0000'],
  ['an escape', 'Ada\u001b[31m'],
  ['a tag', 'Ada\u{e0041}'],
  ['half a character', 'Ada \ud800'],
  ['a joiner between Latin letters', 'Ad\u200da Lovelace'],
  ['a joiner at the end of a word', 'علی\u200c'],
  ['two joiners', 'علی\u200c\u200cرضا'],
  ['a form of nothing', 'Ada\ufe0f'],
])('%s is no part of a name', (_what, name) => {
  expect(problemsOf(name)).toEqual(['This name has a character that cannot be seen. Type it again.']);
});

test.each(['123', '...', '🦄', '- -', '’'])('%s has no letter', (name) => {
  expect(problemsOf(name)).toEqual(['A name has at least one letter.']);
});

test.each(['', '   ', '\u00a0\t', undefined])('%j is missing', (name) => {
  expect(problemsOf(name)).toEqual(['Enter your name.']);
});

test('white space of any kind is one space, and letters have one form', () => {
  expect(PersonName.parse('  Two\u00a0\u3000 Spaces\t\n')).toBe('Two Spaces');
  expect(PersonName.parse('Zoe\u0308 Bronte\u0308')).toBe('Zo\u00eb Bront\u00eb');
});

test('a hundred characters are a name, one more are not', () => {
  expect(problemsOf('A'.repeat(100))).toEqual([]);
  expect(problemsOf('A'.repeat(101))).toEqual(['Use at most 100 characters.']);
});

test('a name that was taken is taken again as it is, and no direction or control is left in other texts', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aZ ي\u200c\u200d\u202e\u2066\u0000\t\n\u0301é🦄') });
  fc.assert(
    fc.property(text, (typed) => {
      const { data } = PersonName.safeParse(typed);
      if (data !== undefined) expect(PersonName.parse(data)).toBe(data);
      expect(plainLine(typed)).not.toMatch(/\p{Cc}|\p{Bidi_Control}|^ | $| {2}/u);
      expect(plainLine(plainLine(typed))).toBe(plainLine(typed));
      expect(plainText(typed)).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
    }),
  );
});

test('other texts keep their lines where they have several, and their joiners', () => {
  expect(plainText('First\r\n\u202eSecond\n')).toBe('First\nSecond');
  expect(plainLine(' Room\u202e 2\nB ')).toBe('Room 2 B');
  expect(plainLine('علی‌رضا')).toBe('علی‌رضا');
});

test('a text of any length is brought into one form at once, and a letter carries only so many marks', () => {
  const piled = (count: number) => `a${'\u0301\u0316'.repeat(count)}`;
  expect(plainLine(piled(500_000)).length).toBeLessThanOrEqual(4_000);
  expect(problemsOf(piled(20))).toEqual(['This name has too many marks on one letter.']);
  expect(problemsOf(piled(500_000))).not.toEqual([]);
});
