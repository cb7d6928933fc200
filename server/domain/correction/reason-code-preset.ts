/** Lists of reasons that a school may begin with. */

import { z } from 'zod';
import type { Status } from '#domain/register/attendance';
import type { Counting } from './reason-code';

export const PRESETS = ['plain', 'england-2024'] as const;
export type Preset = (typeof PRESETS)[number];

export const AddPresetInput = z.object({ preset: z.enum(PRESETS) });
export type AddPresetInput = z.infer<typeof AddPresetInput>;

export type PresetCode = { name: string; status: Status; countsAs: Counting | null; externalCode: string | null };

const code = (externalCode: string | null, name: string, status: Status, countsAs: Counting | null = null): PresetCode => ({
  name,
  status,
  countsAs,
  externalCode,
});

const PLAIN = [
  code(null, 'Illness', 'excused'),
  code(null, 'Medical appointment', 'excused'),
  code(null, 'Family reasons', 'excused'),
  code(null, 'Religious observance', 'excused'),
  code(null, 'School trip', 'excused', 'present'),
  code(null, 'Excluded', 'excused', 'absent'),
  code(null, 'Technical problem', 'excused', 'out'),
  code(null, 'Holiday without permission', 'absent'),
  code(null, 'Transport delayed', 'late'),
];

/** The School Attendance (Pupil Registration) (England) Regulations 2024. Pupils who are taught elsewhere count as present, authorised
 *  absence counts as absence, and nobody is blamed for what made attending impossible. Present and late as such need no reason. */
const ENGLAND_2024 = [
  code('B', 'Any other approved educational activity', 'excused', 'present'),
  code('K', 'Education arranged by the local authority', 'excused', 'present'),
  code('P', 'Sporting activity', 'excused', 'present'),
  code('V', 'Educational visit or trip', 'excused', 'present'),
  code('W', 'Work experience', 'excused', 'present'),
  code('C', 'Leave for exceptional circumstances', 'excused', 'absent'),
  code('C1', 'Regulated performance or employment abroad', 'excused', 'absent'),
  code('C2', 'Part-time timetable', 'excused', 'absent'),
  code('E', 'Suspended or permanently excluded', 'excused', 'absent'),
  code('I', 'Illness', 'excused', 'absent'),
  code('J1', 'Interview for work, training or another school', 'excused', 'absent'),
  code('M', 'Medical or dental appointment', 'excused', 'absent'),
  code('R', 'Religious observance', 'excused', 'absent'),
  code('S', 'Study leave', 'excused', 'absent'),
  code('T', 'Parent travelling for work', 'excused', 'absent'),
  code('D', 'Attending another school', 'excused', 'out'),
  code('Q', 'No access arrangements', 'excused', 'out'),
  code('X', 'Not required to attend', 'excused', 'out'),
  code('Y1', 'Transport not provided', 'excused', 'out'),
  code('Y2', 'Widespread disruption to travel', 'excused', 'out'),
  code('Y3', 'Part of the school closed', 'excused', 'out'),
  code('Y4', 'School closed unexpectedly', 'excused', 'out'),
  code('Y5', 'In criminal justice detention', 'excused', 'out'),
  code('Y6', 'Public health guidance or law', 'excused', 'out'),
  code('Y7', 'Any other unavoidable cause', 'excused', 'out'),
  code('G', 'Holiday not granted', 'absent'),
  code('N', 'Reason not yet established', 'absent'),
  code('O', 'Absent for another or unknown reason', 'absent'),
  code('L', 'Arrived before registration closed', 'late', 'present'),
  code('U', 'Arrived after registration closed', 'late', 'absent'),
];

/** The codes of each list, in their order. */
export const PRESET_CODES: Record<Preset, readonly PresetCode[]> = { plain: PLAIN, 'england-2024': ENGLAND_2024 };
