/** Messages put into words: every text can be read, facts stand in their places, and a schema's own messages never show a key. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LANGUAGES } from '#domain/words/language';
import { ENGLISH, type Facts, type Message, type MessageId } from '#domain/words/message';
import { messageOf } from '#domain/words/message-of';
import { says } from '#domain/words/says';
import { wordMessage } from '#domain/words/translate';

const TEXTS = Object.entries(ENGLISH).flatMap(([noun, texts]) =>
  Object.entries<string>(texts).map(([key, text]) => ({ id: `${noun}.${key}` as MessageId, text })),
);
const DATE = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name as string);

test('every text is a whole sentence, a title or a button, and its places take facts', () => {
  for (const { id, text } of TEXTS) {
    const facts = Object.fromEntries(namesIn(text).map((name) => [name, 7]));
    const words = wordMessage('en', { id, values: facts });
    expect(words, id).not.toBe(id);
    expect(words, id).not.toMatch(/[{}#]/);
    expect(words.length, id).toBeGreaterThan(0);
  }
});

test.each<[MessageId, Facts, string]>([
  ['form.too-long', { max: 100 }, 'Use at most 100 characters.'],
  ['sign-in.too-many-tries', { minutes: 1 }, 'Too many attempts. Wait a minute, then try again.'],
  ['sign-in.too-many-tries', { minutes: 15 }, 'Too many attempts. Wait 15 minutes, then try again.'],
  ['person.left', { name: '{count} # <b>' }, '{count} # <b> has left the school.'],
])('%s with %o says “%s”', (id, values, words) => {
  expect(wordMessage('en', { id, values })).toBe(words);
});

const DAY = { day: '2026-11-30' };
const RANGE = { from: DAY, until: { day: '2026-12-18' } };
const CLASH = { section: 'MA A', shared: 'Lab', day: DAY };
const DAYS = { days: [DAY, { day: '2026-12-07' }], more: 'true' };

/** Every text that carries a day. */
const DATED: Partial<Record<MessageId, Facts>> = {
  'attendance.locked-since': { day: DAY },
  'structure.enrolment-day-from': { day: DAY },
  'structure.enrolment-day-until': { day: DAY },
  'timetable.day-of-term': RANGE,
  'import.meets-once': { day: DAY },
  'import.moved-by-clock': { day: DAY, time: '02:30', moved: '03:30' },
  'import.clash-section': CLASH,
  'import.clash-room': CLASH,
  'import.clash-staff': CLASH,
  'import.days-missing': DAYS,
  'import.days-left-out': { ...DAYS, count: 9, terms: ['Autumn', 'Spring'] },
};

test.each(LANGUAGES)('days stand in a sentence as they are written in %s', (language) => {
  const carriers = TEXTS.filter(({ text }) => /\{days?\}/.test(text)).map(({ id }) => id);
  expect(Object.keys(DATED)).toEqual(expect.arrayContaining(carriers));
  for (const [id, values] of Object.entries(DATED)) {
    const words = wordMessage(language, { id: id as MessageId, values });
    expect(words, id).toContain(
      new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, DATE).format(Date.parse(DAY.day)),
    );
    expect(words, id).not.toMatch(/\d{4}-\d{2}-\d{2}|object/);
  }
});

test('a message survives its way through a schema, and what a schema says by itself is a value that cannot be used', () => {
  const Name = z.string().max(3, says('form.too-long', { max: 3 }));
  const [tooLong] = Name.safeParse('four').error?.issues ?? [];
  expect(messageOf(tooLong?.message ?? '')).toEqual({ id: 'form.too-long', values: { max: 3 } });
  const [wrong] = Name.safeParse(7).error?.issues ?? [];
  expect(wordMessage('en', messageOf(wrong?.message ?? ''))).toBe('This value cannot be used.');
  expect(messageOf('nothing.known-here')).toEqual({ id: 'form.invalid' });
});

test('what was said before days were facts, and a day that does not exist, take no page down', () => {
  const worded = (message: Message) => wordMessage('en', message);
  expect(worded({ id: 'attendance.locked-since', values: { day: '2026-11-30' } })).toContain('2026-11-30');
  expect(worded({ id: 'attendance.locked-since', values: { day: { day: '2026-13-01' } } })).toContain('2026-13-01');
  expect(worded({ id: 'import.days-missing', values: { days: '2026-11-30, …' } })).toContain('leaves out 2026-11-30, …:');
  expect(worded({ id: 'import.role-differs', values: { role: 'student', fileRole: 'teacher' } })).toContain('as a student');
});
