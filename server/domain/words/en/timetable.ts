/** Terms, slots, closures, holidays. */
export default {
  'feed-name': '{school} timetable',
  'feed-class': '{courseTitle} ({courseCode} {sectionCode})',
  'feed-cancelled': 'Cancelled: {courseTitle} ({courseCode} {sectionCode})',
  'no-closure': 'There is no such closure.',
  'no-slot': 'There is no such slot.',
  'no-term': 'There is no such term.',
  'choose-day': 'Choose a day.',
  'choose-weeks': 'Choose the weeks.',
  'choose-term': 'Choose a term.',
  'term-archived': 'Choose a term that is not archived.',
  'class-archived': 'Choose a class that is not archived.',
  'choose-calendar-file': 'Choose a calendar file.',
  'file-too-large': 'This file is too large.',
  'choose-holiday': 'Choose at least one holiday.',
  'not-a-calendar': 'This is not a calendar file. Choose one that ends in .ics.',
  'too-many-entries': 'This calendar has too many entries. Choose one of holidays only.',
  'closure-too-long': 'A closure has at most {max} days.',
  'term-too-long': 'A term has at most {max} days.',
  'day-of-term': 'Choose a day of the term: {from} to {until}.',
  'term-has-classes':
    'This term still has {count, plural, one {1 class} other {# classes}} to come. End it first, or wait until it is over.',
} as const;
