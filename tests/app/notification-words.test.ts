/** What messages in an inbox say. */
import { expect, test } from 'vitest';
import { notificationWords } from '#app/components/message/notification-words';
import type { Notice } from '#domain/message/notification';
import { BRITISH } from './british';

const FROM = { day: '2026-09-08', startTime: '09:00', endTime: '10:00', room: 'Room 1' };
const TO = { day: '2026-09-10', startTime: '11:00', endTime: '12:30', room: 'Room 2' };
const MATHS = { courseTitle: 'Mathematics', sectionCode: 'A' };

function wordsOf(notice: Notice) {
  return notificationWords(BRITISH, { ...notice, id: 1, at: 0, readAt: null });
}

test.each<[Notice, string, string]>([
  [{ kind: 'text', facts: { title: 'Trip', body: 'Bring lunch.' } }, 'Trip', 'Bring lunch.'],
  [
    { kind: 'class-cancelled', facts: { ...MATHS, meeting: FROM, note: 'Work from page 12.' } },
    'Mathematics A is cancelled',
    'The class on Tue 8 Sept, 09:00–10:00 does not take place. Work from page 12.',
  ],
  [
    { kind: 'class-restored', facts: { ...MATHS, meeting: FROM } },
    'Mathematics A takes place after all',
    'The class on Tue 8 Sept, 09:00–10:00, Room 1 is no longer cancelled.',
  ],
  [
    { kind: 'class-moved', facts: { ...MATHS, from: FROM, to: TO, note: 'Bring a ruler.' } },
    'Mathematics A is moved',
    'The class on Tue 8 Sept, 09:00–10:00 is now on Thu 10 Sept, 11:00–12:30, Room 2. Bring a ruler.',
  ],
  [
    { kind: 'class-moved', facts: { ...MATHS, from: FROM, to: { ...FROM, room: null }, note: null } },
    'Mathematics A is moved',
    'The class on Tue 8 Sept, 09:00–10:00 is now in another room.',
  ],
  [
    { kind: 'correction-approved', facts: { ...MATHS, meeting: FROM, status: 'late', note: 'Thank you.' } },
    'The mark in Mathematics A is corrected',
    'For the class on Tue 8 Sept, 09:00–10:00, the register now says: Late. Thank you.',
  ],
  [
    { kind: 'correction-declined', facts: { ...MATHS, meeting: FROM, note: null } },
    'The mark in Mathematics A stays',
    'For the class on Tue 8 Sept, 09:00–10:00.',
  ],
  [
    { kind: 'leave-approved', facts: { fromDay: '2026-09-08', untilDay: '2026-09-10', note: null } },
    'Leave approved',
    '8 – 10 Sept 2026.',
  ],
  [
    { kind: 'class-reminder', facts: { ...MATHS, meeting: FROM } },
    'Mathematics A has begun',
    'The class on Tue 8 Sept, 09:00–10:00, Room 1 has begun, and you are not marked yet. Check in, or ask your teacher.',
  ],
  [{ kind: 'name-approved', facts: { name: 'Ada King' } }, 'Your name is changed', 'Registers now say “Ada King”.'],
])('%o says “%s”', (notice, title, body) => {
  expect(wordsOf(notice)).toEqual({ title, body });
});
