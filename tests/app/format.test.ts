/** Days in words: the day that is meant, in every locale, whatever the zone of the machine. */
import { expect, test } from 'vitest';
import { calendarDay, dayRangeText, dayText, hourText } from '#app/components/ui/time/calendar-text';

test('a day is written as it is, at both ends of the year', () => {
  expect(dayText('2026-01-01', 'long', 'en-GB')).toBe('Thursday 1 January');
  expect(dayText('2026-12-31', 'long', 'en-GB')).toBe('Thursday 31 December');
  expect(dayText('2026-12-31', 'month', 'de-DE')).toBe('Dezember 2026');
});

test('a range names month and year once where they are shared', () => {
  const plain = (text: string) => text.replace(/\s/gu, ' ');
  expect(plain(dayRangeText('2026-11-16', '2026-11-22', 'en-GB'))).toBe('16 – 22 Nov 2026');
  expect(plain(dayRangeText('2026-11-30', '2026-12-06', 'en-GB'))).toBe('30 Nov – 6 Dec 2026');
  expect(plain(dayRangeText('2026-12-28', '2027-01-03', 'en-GB'))).toBe('28 Dec 2026 – 3 Jan 2027');
});

test('hours are written as the locale writes them', () => {
  expect(hourText(9, 'en-GB')).toBe('09:00');
  expect(hourText(13, 'en-US').replace(/\s/u, ' ')).toBe('01:00 PM');
});

test('a calendar’s day knows whether it is today', () => {
  const clock = { today: '2026-09-07', locale: 'en-GB' };
  expect(calendarDay('2026-09-07', clock)).toEqual({
    day: '2026-09-07',
    isToday: true,
    label: 'Monday 7 September',
    weekday: 'Mon',
    number: 7,
  });
  expect(calendarDay('2026-09-08', clock).isToday).toBe(false);
});
