/** Days of public holidays, as the programs of schools and ministries write them. */
import { expect, test } from 'vitest';
import { readHolidayFile } from '#server/services/timetable/holiday-file';

const YEAR = { fromDay: '2026-09-01', untilDay: '2027-07-31' };

const event = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:1', 'SUMMARY:Holiday', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (...events: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR'].join('\r\n');

function read(ics: string, zone = 'Europe/London') {
  const work = readHolidayFile(ics, { zone, within: YEAR });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

const daysIn = (ics: string, zone?: string) =>
  read(ics, zone).found.map(({ fromDay, untilDay }) => (fromDay === untilDay ? fromDay : `${fromDay} to ${untilDay}`));

const ONE = ['2026-12-25'];
const FIVE = ['2026-10-26 to 2026-10-30'];

test.for([
  ['a day', ['DTSTART;VALUE=DATE:20261225'], ONE],
  ['a day with its end', ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261226'], ONE],
  ['a day that ends as it begins', ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261225'], ONE],
  ['days', ['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261031'], FIVE],
  ['a day that is not said to be one', ['DTSTART:20261225', 'DTEND:20261226'], ONE],
  ['a day said to be a time', ['DTSTART;VALUE=DATE-TIME:20261225', 'DTEND;VALUE=DATE-TIME:20261226'], ONE],
  ['small letters', ['dtstart;value=date:20261225', 'dtend;value=date:20261226'], ONE],
  ['a day in a zone', ['DTSTART;TZID=Europe/Paris:20261225', 'DTEND;TZID=Europe/Paris:20261226'], ONE],
  [
    'midnight to midnight of a zone',
    ['DTSTART;TZID=Europe/Paris:20261225T000000', 'DTEND;TZID=Europe/Paris:20261226T000000'],
    ONE,
  ],
  [
    'midnight to midnight of Outlook',
    ['DTSTART;TZID="GMT Standard Time":20261026T000000', 'DTEND;TZID="GMT Standard Time":20261031T000000'],
    FIVE,
  ],
  ['midnight to midnight of no zone', ['DTSTART:20261225T000000', 'DTEND:20261226T000000'], ONE],
  ['midnight to midnight of UTC', ['DTSTART:20261225T000000Z', 'DTEND:20261226T000000Z'], ONE],
  ['the school’s midnights, in UTC', ['DTSTART:20260920T230000Z', 'DTEND:20260921T230000Z'], ['2026-09-21']],
  ['midnight to the last second', ['DTSTART:20261225T000000', 'DTEND:20261225T235959'], ONE],
  ['midnight for nothing', ['DTSTART:20261225T000000'], ONE],
  ['hours', ['DTSTART:20261225T090000', 'DTEND:20261225T170000'], ONE],
  ['hours until midnight', ['DTSTART:20261225T090000', 'DTEND:20261226T000000'], ONE],
  ['days as a duration', ['DTSTART;VALUE=DATE:20261026', 'DURATION:P5D'], FIVE],
  ['hours as a duration', ['DTSTART:20261225T000000', 'DURATION:PT24H'], ONE],
  ['a week as a duration', ['DTSTART:20261026T000000', 'DURATION:P1W'], ['2026-10-26 to 2026-11-01']],
  ['a status that allows it', ['DTSTART;VALUE=DATE:20261225', 'STATUS:confirmed'], ONE],
  ['every year', ['DTSTART;VALUE=DATE:20151225', 'DTEND;VALUE=DATE:20151226', 'RRULE:FREQ=YEARLY'], ONE],
  ['every year by its place in it', ['DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'], ['2026-11-26']],
  ['days of every year', ['DTSTART;VALUE=DATE:20201026', 'DTEND;VALUE=DATE:20201031', 'RRULE:FREQ=YEARLY'], FIVE],
  [
    'further days, and one that is none',
    ['DTSTART;VALUE=DATE:20261102', 'RRULE:FREQ=WEEKLY;COUNT=2', 'RDATE;VALUE=DATE:20261225', 'EXDATE:20261109'],
    ['2026-11-02', '2026-12-25'],
  ],
] as const)('%s', ([, lines, days]) => {
  expect(daysIn(calendar(event(...lines)))).toEqual(days);
});

test('midnights of UTC are whole days far from it too', () => {
  const ics = calendar(event('DTSTART:20261225T000000Z', 'DTEND:20261226T000000Z'));
  for (const zone of ['America/Los_Angeles', 'Asia/Tokyo']) expect(daysIn(ics, zone)).toEqual(ONE);
});

test('a repeat that moved, and one that is cancelled, are as their own entries say', () => {
  const ics = calendar(
    event('DTSTART;VALUE=DATE:20261005', 'RRULE:FREQ=WEEKLY;COUNT=3'),
    event('RECURRENCE-ID;VALUE=DATE:20261012', 'DTSTART;VALUE=DATE:20261013'),
    event('RECURRENCE-ID;VALUE=DATE:20261019', 'DTSTART;VALUE=DATE:20261019', 'STATUS:CANCELLED'),
  );
  expect(daysIn(ics)).toEqual(['2026-10-05', '2026-10-13']);
});

test('a file may hold several calendars', () => {
  const ics = [event('DTSTART:20261225'), event('DTSTART:20270101')].map((one) => calendar(one)).join('\r\n');
  expect(daysIn(ics)).toEqual(['2026-12-25', '2027-01-01']);
});

test('a long line is one, in whatever way it is broken', () => {
  const ics = calendar(event('DESCRIPTION:a line\r\n  that goes on\r\n\tand on', 'DTSTART:20261225')).replaceAll('\r\n', '\n');
  expect(daysIn(ics)).toEqual(ONE);
});

test('a line that is none costs no more than itself, and its entry where that cannot do without', () => {
  const text = event('DTSTART:20261225', 'DESCRIPTION:one', 'two without a break');
  const dayless = event('DTSTART 20270101');
  const wrong = event('DTSTART:20271341');
  const { found, unused } = read(calendar(text, dayless, wrong, event('DTSTART:20270104')));
  expect(found.map(({ fromDay }) => fromDay)).toEqual(['2026-12-25', '2027-01-04']);
  expect(unused).toEqual([
    { name: 'Holiday', reason: 'no-day' },
    { name: 'Holiday', reason: 'no-day' },
  ]);
});

test.for([
  ['cancelled', ['DTSTART:20261225', 'STATUS:Cancelled']],
  ['ends-before', ['DTSTART:20261225', 'DTEND:20261224']],
  ['too-long', ['DTSTART:20260901', 'DTEND:20270601']],
  ['not-in-a-term', ['DTSTART:20151225', 'RRULE:FREQ=YEARLY;UNTIL=20201231']],
  ['repeats-too-often', ['DTSTART:20261225T080000', 'RRULE:FREQ=HOURLY']],
  ['repeats-too-often', ['DTSTART:19700101', 'RRULE:FREQ=DAILY']],
  ['unreadable', ['DTSTART:20261225', 'RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=MO']],
] as const)('an entry that is not used says why: %s', ([reason, lines]) => {
  expect(read(calendar(event(...lines)))).toEqual({ found: [], unused: [{ name: 'Holiday', reason }] });
});

test('what is more than can be added at a time is named', () => {
  const days = Array.from({ length: 520 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10));
  const { found, unused } = read(calendar(...days.map((day) => event(`DTSTART:${day.replaceAll('-', '')}`))));
  expect(found).toHaveLength(500);
  expect(unused).toEqual(Array.from({ length: 20 }, () => ({ name: 'Holiday', reason: 'too-many' })));
});
