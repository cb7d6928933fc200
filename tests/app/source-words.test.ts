/** How a mark came to be, in words. */
import { expect, test } from 'vitest';
import { sourceText } from '#app/components/calendar/source-words';
import { i18nOf } from '#app/words/i18n';
import { SOURCES } from '#domain/register/attendance';

const ENGLISH = i18nOf('en');
const TEACHER = { actorName: 'Daniel Osborne', actorRole: 'teacher' };
const STUDENT = { actorName: 'Robin Achebe', actorRole: 'student' };
const MUSTER = { actorName: 'Muster', actorRole: 'system' };

test.each([
  [{ source: 'teacher', to: 'late', ...TEACHER }, 'Daniel Osborne (teacher) marked you.'],
  [{ source: 'teacher', to: 'late', ...TEACHER, actorRole: 'assistant' }, 'Daniel Osborne (assistant) marked you.'],
  [{ source: 'admin', to: 'excused', actorName: 'Ingrid', actorRole: 'admin' }, 'Ingrid (administrator) marked you.'],
  [{ source: 'badge', to: 'present', ...TEACHER }, 'Daniel Osborne (teacher) scanned your badge.'],
  [{ source: 'qr', to: 'present', ...STUDENT }, 'You scanned the code in class.'],
  [{ source: 'code', to: 'present', ...STUDENT }, 'You typed the code in class.'],
  [{ source: 'offline', to: 'present', ...STUDENT }, 'You scanned the code in class; your phone sent it later.'],
  [{ source: 'leave', to: 'excused', ...TEACHER }, 'Daniel Osborne (teacher) recorded approved leave.'],
  [{ source: 'auto', to: 'absent', ...MUSTER }, 'Muster marked you when the register closed without a mark for you.'],
  [{ source: 'teacher', to: null, ...TEACHER }, 'Daniel Osborne (teacher) removed the mark.'],
  [{ source: 'qr', to: null, ...MUSTER }, 'Muster removed the mark.'],
] as const)('%j', (entry, text) => {
  expect(sourceText(entry, ENGLISH)).toBe(text);
});

test('every source has a sentence', () => {
  for (const source of SOURCES) expect(sourceText({ source, to: 'present', ...TEACHER }, ENGLISH)).toMatch(/^[A-Z].+\.$/);
});

test.each([
  [{ source: 'qr', to: 'present', ...STUDENT }, 'Scanned the code in class.'],
  [{ source: 'offline', to: 'present', ...STUDENT }, 'Scanned the code in class; the phone sent it later.'],
  [{ source: 'badge', to: 'present', ...TEACHER }, 'Daniel Osborne (teacher) scanned the badge.'],
  [{ source: 'auto', to: 'absent', ...MUSTER }, 'Muster set the mark when the register closed without one.'],
] as const)('%j, to staff', (entry, text) => {
  expect(sourceText(entry, ENGLISH, 'staff')).toBe(text);
});

test('no sentence to staff speaks to the student', () => {
  for (const source of SOURCES)
    expect(sourceText({ source, to: 'present', ...TEACHER }, ENGLISH, 'staff')).not.toMatch(/\byou(r|rs)?\b/i);
});
