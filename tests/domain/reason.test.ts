/** Reasons of Muster's own beside those that people write. */
import { expect, test } from 'vitest';
import { MarkInput } from '#domain/register/attendance';
import { reasonOf, reasonText, SYSTEM_REASONS, systemReason } from '#domain/register/reason';

const MARK = {
  id: '0190a000-0000-7000-8000-000000000001',
  at: 0,
  classSessionId: 1,
  studentId: 2,
  status: 'late',
  version: 0,
} as const;

test.for(SYSTEM_REASONS)('%s is a code in what is stored now, and in the sentence that was stored before', (code) => {
  expect(reasonOf(systemReason(code))).toEqual({ code });
  expect(reasonOf(reasonText(systemReason(code)))).toEqual({ code });
});

test.for(SYSTEM_REASONS)('a person who types what is stored for %s has written a text', (code) => {
  const { reason } = MarkInput.parse({ ...MARK, reason: systemReason(code) });
  expect(reason).toBe(code);
  expect(reasonOf(code)).toEqual({ text: code });
});

test('a person’s own words are shown as they are, and a code of a later version by its name', () => {
  expect(reasonText('The bus was late.')).toBe('The bus was late.');
  expect(reasonText('\u0001another-code')).toBe('another-code');
});
