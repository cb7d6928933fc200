/** Slots as forms and screens know them: the weekly rules of a timetable, what one would change, and whom it meets. */

import { z } from 'zod';
import { Ticked } from '#domain/ids';
import { plainLine } from '#domain/text';
import { Day, isInOrder, WallTime } from '#domain/time';
import type { Said } from '#domain/words/message';
import { says } from '#domain/words/says';
import type { MaterialiseReport } from './materialise';
import { TermId } from './term';
import {
  type DayRange,
  isWithin,
  type Meeting,
  type MovedByClock,
  type Slot,
  WEEK_PATTERNS,
  type WeekPattern,
} from './timetable';

export const SlotId = z.coerce.number().int().positive();

export const SlotInput = z
  .object({
    sectionId: z.coerce
      .number({ error: says('class-session.choose-class') })
      .int()
      .positive(says('class-session.choose-class')),
    termId: TermId,
    weekday: z.coerce
      .number({ error: says('timetable.choose-day') })
      .int()
      .min(1, says('timetable.choose-day'))
      .max(7, says('timetable.choose-day')),
    startTime: WallTime,
    endTime: WallTime,
    weeks: z.enum(WEEK_PATTERNS, { error: says('timetable.choose-weeks') }),
    room: z
      .string()
      .overwrite(plainLine)
      .max(60, says('form.too-long', { max: 60 }))
      .optional(),
    /** Left out: the term's first and last day. */
    validFrom: Day.optional(),
    validUntil: Day.optional(),
    /** Save although somebody or a room is taken at the same time. */
    acceptClashes: Ticked.optional(),
  })
  .refine(isInOrder, { path: ['endTime'], error: says('form.end-before-start') })
  .refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom <= validUntil, {
    path: ['validUntil'],
    error: says('form.last-before-first'),
  });
export type SlotInput = z.infer<typeof SlotInput>;

/** Which day of a slot its term does not have. */
export function dayOutsideTerm({ validFrom, validUntil }: DaysOfSlot, term: DayRange): keyof DaysOfSlot | null {
  if (!isWithin(validFrom, term)) return 'validFrom';
  return isWithin(validUntil, term) ? null : 'validUntil';
}
type DaysOfSlot = Pick<Slot, 'validFrom' | 'validUntil'>;

/** What is said of a day that a term does not have. */
export const dayOfTerm = ({ fromDay, untilDay }: DayRange): Said => ({
  id: 'timetable.day-of-term',
  values: { from: { day: fromDay }, until: { day: untilDay } },
});

export const EditSlotInput = SlotInput.safeExtend({ slotId: SlotId });
export type EditSlotInput = z.infer<typeof EditSlotInput>;

/** `slotId` when one is changed. */
export const PreviewSlotInput = SlotInput.safeExtend({ slotId: SlotId.optional() });
export type PreviewSlotInput = z.infer<typeof PreviewSlotInput>;

export const SlotFilter = z.object({
  termId: z.number().int().positive(),
  sectionId: z.number().int().positive().optional(),
  staffId: z.number().int().positive().optional(),
  room: z.string().trim().max(60).optional(),
});
export type SlotFilter = z.infer<typeof SlotFilter>;

/** One slot on the week grid. */
export type SlotView = {
  id: number;
  sectionId: number;
  termId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  staff: { id: number; name: string }[];
  weekday: number;
  startTime: string;
  endTime: string;
  weeks: WeekPattern;
  room: string | null;
  validFrom: string;
  validUntil: string;
  term: DayRange;
};

/** A slot of a file, as its preview shows it; weeks, days and the term's name are null where it is not known yet of which term it is. */
export type SlotShown = Pick<Slot, 'weekday' | 'startTime' | 'endTime'> & {
  room: string | null;
  weeks: WeekPattern | null;
  days: DayRange | null;
  term: string | null;
};

export const CLASH_KINDS = ['section', 'room', 'staff', 'students'] as const;
export type ClashKind = (typeof CLASH_KINDS)[number];

/** Another class at the same time that shares something. The first time it happens, and how often. */
export type Clash = {
  kind: ClashKind;
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  day: string;
  startTime: string;
  endTime: string;
  times: number;
  /** The room, or the names of staff that both have. */
  shared: string[];
  /** How many students both have. */
  students: number;
};

/** What a slot would do: its dates, those that a clock change moves, the ones that closures leave out, whom it meets, and what of existing class sessions changes. */
export type SlotPreview = {
  dates: Meeting[];
  /** How many of them have begun: nothing is made of those. */
  past: number;
  moved: MovedByClock[];
  closed: { day: string; closure: string }[];
  clashes: Clash[];
  changes: MaterialiseReport;
};
