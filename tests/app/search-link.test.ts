/** Addresses of the same page with something changed. */
import { expect, test } from 'vitest';
import { searchLink } from '#app/components/calendar/search-link';

const current = new URLSearchParams('month=2026-09&status=absent');

test('what is not named stays', () => {
  expect(searchLink(current, { status: 'late' })).toBe('?month=2026-09&status=late');
  expect(searchLink(current, { section: 'MA-A' })).toBe('?month=2026-09&status=absent&section=MA-A');
});

test('null takes a parameter out, and an empty query is still an address', () => {
  expect(searchLink(current, { month: null })).toBe('?status=absent');
  expect(searchLink(current, { month: null, status: null })).toBe('?');
});

test('a place on the page follows', () => {
  expect(searchLink(current, { day: '2026-09-07' }, 'day')).toBe('?month=2026-09&status=absent&day=2026-09-07#day');
});

test('text is escaped, and the query it came from is left alone', () => {
  expect(searchLink(current, { section: 'A&B #1' })).toContain('section=A%26B+%231');
  expect(String(current)).toBe('month=2026-09&status=absent');
});
