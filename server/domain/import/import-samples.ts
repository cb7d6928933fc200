/** Lists and a calendar to begin with, line by line: what is read, and how it is written. */
import type { ImportKind } from './import';

/** What has a sample of lines. */
export type ListSample = Exclude<ImportKind, 'oneroster'> | 'holidays';

export const SAMPLES: Record<ListSample, readonly string[]> = {
  enrolments: [
    'Email,First name,Last name,Student number,Class',
    'ana.silva@school.example,Ana,Silva,1001,MA101 A',
    'bo.okafor@school.example,Bo,Okafor,1002,MA101 A',
  ],
  timetable: [
    'Class,Weekday,Start,End,Room,Weeks,From,Until',
    'MA101 A,Monday,09:00,10:00,Room 2,every,,',
    'MA101 A,Thursday,13:30,15:00,Lab,A,2026-09-07,2026-12-18',
  ],
  holidays: [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//School//Holidays//EN'],
    ...['BEGIN:VEVENT', 'UID:autumn-break@school.example', 'SUMMARY:Autumn break'],
    ...['DTSTART;VALUE=DATE:20261026', 'DTEND;VALUE=DATE:20261031', 'END:VEVENT'],
    ...['BEGIN:VEVENT', 'UID:new-year@school.example', 'SUMMARY:New Year', 'DTSTART;VALUE=DATE:20270101'],
    ...['RRULE:FREQ=YEARLY', 'END:VEVENT', 'END:VCALENDAR'],
  ],
};
