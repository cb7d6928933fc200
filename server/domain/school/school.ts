/** One deployment's settings: the school's name, zone and policies, with the defaults a new school starts with. */

import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { NAME_ORDERS } from '#domain/name-parts';
import { DEFAULT_MESSAGES, MessageSettings } from '#domain/school/message-settings';
import { MONDAY } from '#domain/time';
import { LANGUAGES, SOURCE_LANGUAGE } from '#domain/words/language';
import { says } from '#domain/words/says';
import { AlertSettings, DEFAULT_ALERTS } from './alert-rule';

const Domains = z.array(
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, says('school.domain')),
);

export const SchoolSettings = z.object({
  name: z.string().trim().min(1).max(100),
  /** IANA name; every day and wall time is read in it. */
  zone: z.string().min(1),
  /** On which its weeks begin: 1 Monday to 7 Sunday. Screens show such weeks, and A and B weeks are counted in them. */
  firstWeekday: z.number().int().min(1).max(7).default(MONDAY),
  /** How dates are written for those who chose no other way. */
  locale: z.string().min(2),
  /** Of those who chose none, and of pages before anybody has signed in. */
  language: z.enum(LANGUAGES).default(SOURCE_LANGUAGE),
  /** Length of check-in; null leaves it to the server's configuration, 0 accepts none. */
  checkInMinutes: z.number().int().min(0).max(1440).nullable().default(null),
  /** How long one rotating code stays on screen. */
  periodMs: z.number().int().min(2_000).max(30_000),
  /** A first window after class start + this is `late`. */
  lateAfterMs: z
    .number()
    .int()
    .min(0)
    .max(4 * HOUR_MS),
  /** A claim made offline counts by itself when delivered within this. */
  deliverWithinMs: z
    .number()
    .int()
    .min(0)
    .max(7 * DAY_MS),
  /** Days after the end of class until staff need a correction to change a mark. */
  lockDays: z.number().int().min(0).max(365),
  /** What `late` earns, in hundredths of a `present`. */
  lateCredit: z.number().int().min(0).max(100),
  /** What `excused` does to a rate: leaves both sums, counts as absent, or counts as present. */
  excusedCounts: z.enum(['leaves', 'absent', 'present']),
  /** Own rate below this, in thousandths, makes a frequent absentee. A whole percent, which is what a rate shown is held against. */
  threshold: z.number().int().min(0).max(1000).multipleOf(10),
  /** Whether staff are asked, when check-in ends, if a few who checked in are in the room. */
  spotCheck: z.boolean().default(true),
  /** Rejected sign-ups are deleted after this. */
  retentionDays: z.number().int().min(30).max(3650).default(365),
  /** How much of the people or classes, in percent, an import takes away without the number being typed. */
  removalShare: z.number().int().min(0).max(100).default(10),
  /** Which of the names rolls are sorted by. */
  sortNames: z.enum(NAME_ORDERS).default('given'),
  alerts: AlertSettings.default(DEFAULT_ALERTS),
  messages: MessageSettings.default(DEFAULT_MESSAGES),
  /** Allowed email domains by role; empty allows any. */
  emailDomains: z.object({ student: Domains, teacher: Domains, assistant: Domains }),
});
export type SchoolSettings = z.infer<typeof SchoolSettings>;

export const DEFAULT_SETTINGS: SchoolSettings = {
  name: 'My school',
  zone: 'UTC',
  firstWeekday: MONDAY,
  locale: 'en-GB',
  language: SOURCE_LANGUAGE,
  checkInMinutes: null,
  periodMs: 3_000,
  lateAfterMs: 10 * MINUTE_MS,
  deliverWithinMs: DAY_MS,
  lockDays: 7,
  lateCredit: 100,
  excusedCounts: 'leaves',
  threshold: 800,
  spotCheck: true,
  retentionDays: 365,
  removalShare: 10,
  sortNames: 'given',
  alerts: DEFAULT_ALERTS,
  messages: DEFAULT_MESSAGES,
  emailDomains: { student: [], teacher: [], assistant: [] },
};

/** The settings as they are stored. What is missing, because an earlier version has written them, has its default; so has what is not
 *  allowed: whatever is wrong with one field must not keep every register shut.
 *  @param stored JSON of an object; null or undefined where none were saved
 *  @throws SyntaxError for what is no JSON */
export function readSettings(stored: string | null | undefined): SchoolSettings {
  if (typeof stored === 'string' && stored === lastRead?.stored) return lastRead.settings;
  const settings = frozen(parseSettings(stored));
  if (typeof stored === 'string') lastRead = { stored, settings };
  return settings;
}

/** `value` with all that is in it: it is shared by all requests. */
function frozen<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part);
  return Object.freeze(value);
}

/** Every check-in and every mark reads them, and they hardly ever change: looking through them takes longer than judging a claim. */
let lastRead: { stored: string; settings: SchoolSettings } | undefined;

function parseSettings(stored: string | null | undefined): SchoolSettings {
  const saved: Partial<SchoolSettings> = JSON.parse(stored ?? '{}');
  const emailDomains = { ...DEFAULT_SETTINGS.emailDomains, ...saved.emailDomains };
  const filled = { ...DEFAULT_SETTINGS, ...saved, emailDomains };
  const { data, error } = SchoolSettings.safeParse(filled);
  if (data) return data;
  const bad = new Set(error.issues.map(({ path }) => path[0]));
  const usable = Object.entries(filled).filter(([field]) => !bad.has(field));
  return SchoolSettings.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(usable) });
}

/** What anybody may know of the school; `locale` is the reader's own where they chose one. */
export type SchoolProfile = Pick<SchoolSettings, 'name' | 'locale' | 'zone' | 'firstWeekday'> & { serverNow: number };

/** Length of check-in in minutes. A server that is configured for none accepts none, whatever the school says. Never throws.
 *  @param configured the server's own, in minutes */
export function checkInMinutesOf({ checkInMinutes }: Pick<SchoolSettings, 'checkInMinutes'>, configured: number): number {
  return configured === 0 ? 0 : (checkInMinutes ?? configured);
}
