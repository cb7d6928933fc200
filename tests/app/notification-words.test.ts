/** What messages in an inbox say. */
import { expect, test } from 'vitest';
import { notificationWords } from '#app/components/message/notification-words';
import type { Notice } from '#domain/message/notification';
import { BRITISH } from './british';

const FROM = { day: '2026-09-08', startTime: '09:00', endTime: '10:00', room: 'Room 1' };
const TO = { day: '2026-09-10', startTime: '11:00', endTime: '12:30', room: 'Room 2' };
const MATHS = { courseTitle: 'Mathematics', sectionCode: 'A' };
const ALERT = {
  period: { term: 'Autumn' },
  ground: { earned: 1500, possible: 2100, missed: 6, all: 21, remaining: 4, before: { earned: 900, possible: 1000 } },
  classSessions: [],
};

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
    { kind: 'alert', facts: { ...ALERT, rule: { rule: 'low-attendance', threshold: 800, least: 5 }, section: null } },
    'Your attendance is low',
    'Autumn. Attendance is 71.4% (15 of 21 classes), below the 80% the school asks for.',
  ],
  [
    { kind: 'alert', facts: { ...ALERT, rule: { rule: 'consecutive-absences', count: 3 }, section: MATHS } },
    'You were absent several times in a row',
    'Mathematics A, Autumn. Absent in the last 6 classes.',
  ],
  [
    { kind: 'alert', facts: { ...ALERT, rule: { rule: 'chronic', share: 100, least: 10 }, section: null } },
    'You have missed many classes',
    'Autumn. Missed 6 of 21 classes, excused or not: 28.6%.',
  ],
  [
    { kind: 'alert', facts: { ...ALERT, rule: { rule: 'out-of-reach', threshold: 800, least: 5 }, section: null } },
    'The attendance your school asks for is out of reach',
    'Autumn. Attendance is 71.4%. With 4 classes left it can end at 76% at most, below the 80% the school asks for.',
  ],
  [
    { kind: 'alert', facts: { ...ALERT, rule: { rule: 'sudden-drop', drop: 100, least: 5 }, section: null } },
    'Your attendance has dropped',
    'Autumn. Attendance in the last two weeks is 71.4%. Before that it was 90%.',
  ],
  [
    { kind: 'alert-retracted', facts: { rule: 'consecutive-absences', section: MATHS, period: { month: '2026-09' } } },
    'An alert about your attendance is withdrawn',
    'Absences in a row, Mathematics A in September 2026: marks it rested on have changed, and it no longer applies.',
  ],
  [
    { kind: 'alerts-unhandled', facts: { count: 2, days: 7 } },
    '2 alerts wait for somebody to look into them',
    'For 7 days or longer.',
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
  [
    { kind: 'class-soon', facts: { ...MATHS, meeting: FROM } },
    'Mathematics A is about to begin',
    'Tue 8 Sept, 09:00–10:00, Room 1.',
  ],
  [
    { kind: 'class-note', facts: { ...MATHS, template: 'come-to-class', by: 'Grace', meeting: TO, note: 'Bring a ruler.' } },
    'Come to Mathematics A',
    'Grace reminds you: the next class is on Thu 10 Sept, 11:00–12:30, Room 2. Bring a ruler.',
  ],
  [
    { kind: 'class-note', facts: { ...MATHS, template: 'see-me', by: 'Grace', meeting: null, note: null } },
    'A talk about Mathematics A',
    'Grace asks you to come and talk about this class.',
  ],
  [
    { kind: 'register-not-taken', facts: { ...MATHS, classSessionId: 3, meeting: FROM } },
    'The register of Mathematics A was not taken',
    'Nobody opened or marked the register of the class on Tue 8 Sept, 09:00–10:00, Room 1. It counts nowhere until it is taken.',
  ],
  [
    { kind: 'registers-not-taken', facts: { day: '2026-09-08', count: 2 } },
    '2 registers were not taken',
    'When the classes of Tuesday 8 September were over.',
  ],
  [{ kind: 'name-approved', facts: { name: 'Ada King' } }, 'Your name is changed', 'Registers now say “Ada King”.'],
])('%o says “%s”', (notice, title, body) => {
  expect(wordsOf(notice)).toEqual({ title, body });
});
