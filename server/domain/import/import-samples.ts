/** Lists to begin with, line by line: the columns that are read, and how their cells are written. */
import type { ImportKind } from './import';

export const SAMPLES = {
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
} satisfies Partial<Record<ImportKind, string[]>>;
