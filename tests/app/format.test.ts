/** What is written for a reader: days as they are meant in every locale, whatever the zone of the machine; the rest by the language. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { formatOf } from '#app/words/format';
import { i18nOf } from '#app/words/i18n';
import { BRITISH } from './british';

const formatIn = (locale: string) => formatOf({ zone: 'UTC', locale }, i18nOf('en'));
const plain = (text: string) => text.replace(/\s/gu, ' ');

test('a day is written as it is, at both ends of the year', () => {
  expect(BRITISH.day('2026-01-01', 'long')).toBe('Thursday 1 January');
  expect(BRITISH.day('2026-12-31', 'long')).toBe('Thursday 31 December');
  expect(formatIn('de-DE').day('2026-12-31', 'month')).toBe('Dezember 2026');
});

test('a range names month and year once where they are shared', () => {
  expect(plain(BRITISH.days('2026-11-16', '2026-11-22'))).toBe('16 – 22 Nov 2026');
  expect(plain(BRITISH.days('2026-11-30', '2026-12-06'))).toBe('30 Nov – 6 Dec 2026');
  expect(plain(BRITISH.days('2026-12-28', '2027-01-03'))).toBe('28 Dec 2026 – 3 Jan 2027');
});

test('hours are written as the locale writes them', () => {
  expect(BRITISH.hour(9)).toBe('09:00');
  expect(plain(formatIn('en-US').hour(13))).toBe('01:00 PM');
});

test('numbers, lists and names go by the language, whatever the locale of dates', () => {
  const { number, percent, list, byName } = formatIn('de-DE');
  expect([number(1234.5), percent(89.9), percent(90), list(['Ada', 'Bo', 'Cy'])]).toEqual([
    '1,234.5',
    '89.9%',
    '90%',
    'Ada, Bo, Cy',
  ]);
  expect(['Room 10', 'Zoe', 'Émile', 'Room 2', 'eve'].sort(byName)).toEqual(['Émile', 'eve', 'Room 2', 'Room 10', 'Zoe']);
});

test('a dictionary is opened when names are compared, not before', async () => {
  let opened = 0;
  class Dictionary extends Intl.Collator {
    constructor(locale: string, options: Intl.CollatorOptions) {
      super(locale, options);
      opened++;
    }
  }
  vi.stubGlobal('Intl', Object.create(Intl, { Collator: { value: Dictionary } }));
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.resetModules();
  const { formatOf: formatAnew } = await import('#app/words/format');
  const { byName } = formatAnew({ zone: 'UTC', locale: 'en-GB' }, i18nOf('en'));
  expect(opened).toBe(0);
  expect([byName('Room 2', 'Room 10'), byName('Room 10', 'Room 2')]).toEqual([-1, 1]);
  expect(opened).toBe(1);
});

test('what was written before is not written again', () => {
  const written = new Map([['long 2026-01-01', 'New Year']]);
  const { day, time } = formatOf({ zone: 'UTC', locale: 'en-GB' }, i18nOf('en'), written);
  expect(day('2026-01-01', 'long')).toBe('New Year');
  expect([time(90_000), time(119_999), written.get('time 1')]).toEqual(['00:01', '00:01', '00:01']);
});
