/** What a student's own standing says, without a browser. */
import { expect, test } from 'vitest';
import { OutlookText } from '#app/components/day/outlook-text';
import { SectionLine } from '#app/components/day/standing';
import { drawn, drawnText } from '../helpers/drawn';

test('a class of which nothing was counted says so, and nothing of who is enrolled', () => {
  const tally = { present: 0, late: 0, absent: 0, excused: 0 };
  const section = {
    sectionId: 1,
    courseTitle: 'Art',
    sectionCode: 'A',
    percent: null,
    earned: 0,
    possible: 0,
    isBelow: false,
    tally,
  };
  const html = drawn(<SectionLine section={section} to="/attendance/sessions?sectionId=1" />);
  expect(html).toContain('aria-label="no marks yet"');
  expect(html).not.toContain('enrolled');
});

test.each([
  [9, 'You can miss 9 more and stay at 80% or above. Up to 95%, by coming to all 20 classes ahead.'],
  [1, 'You can miss one more and stay at 80% or above. Up to 95%, by coming to all 20 classes ahead.'],
  [0, 'Miss no more to stay at 80% or above. Up to 95%, by coming to all 20 classes ahead.'],
])('whoever may miss %d more is told so, and the best that can be reached', (mayMiss, text) => {
  const outlook = { remaining: 20, best: 95, isOutOfReach: false };
  expect(drawnText(<OutlookText {...outlook} mayMiss={mayMiss} threshold={800} />)).toBe(text);
});

test('where the line is out of reach the best is told', () => {
  const outlook = { remaining: 1, mayMiss: 0, best: 72.5, isOutOfReach: true };
  expect(drawnText(<OutlookText {...outlook} threshold={800} />)).toBe('At best 72.5%, by coming to the one class ahead.');
});
