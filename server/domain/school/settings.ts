/** The form of a school's settings: in the units people think in, and back to those that rules compute with. */

import { z } from 'zod';
import { asciiDomain } from '#domain/address';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { NAME_ORDERS } from '#domain/name-parts';
import { MessageFields, withoutAddress } from '#domain/school/message-settings';
import { plainLine } from '#domain/text';
import { isLocale, isZone } from '#domain/words/intl';
import { LANGUAGES, SOURCE_LANGUAGE } from '#domain/words/language';
import { says } from '#domain/words/says';
import { DEFAULT_SETTINGS, type SchoolSettings } from './school';

const text = (error: string, most: number) =>
  z
    .string({ error })
    .overwrite(plainLine)
    .min(1, { error, abort: true })
    .max(most, says('form.too-long', { max: most }));

function whole(min: number, max: number) {
  const error = says('form.whole-number', { min, max });
  return z.number({ error }).int(error).min(min, error).max(max, error);
}

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Domains as typed: one after the other, with or without the @. */
function domainsIn(typed: string): string[] {
  const domains = typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((one) => asciiDomain(one.replace(/^@/, '')));
  return [...new Set(domains)].filter((domain) => domain !== '');
}

const Domains = z
  .string()
  .max(2_000, says('form.too-long', { max: 2000 }))
  .default('')
  .refine((typed) => domainsIn(typed).every((domain) => DOMAIN.test(domain)), says('school.domains'));

/** How days and times are written: a language and a country. */
export const Locale = text(says('school.locale-missing'), 35).refine(isLocale, says('school.locale'));

/** What decides which students are below the line. */
const Rule = {
  /** What late earns, in percent of present. */
  lateCredit: whole(0, 100),
  excusedCounts: z.enum(['leaves', 'absent', 'present'], { error: says('school.excused') }),
  thresholdPercent: whole(0, 100),
};

export const RuleInput = z.object(Rule);
export type RuleInput = z.infer<typeof RuleInput>;

export const SchoolName = text(says('school.name-missing'), 100);
export const Zone = text(says('school.zone-missing'), 60).refine(isZone, says('school.zone'));

/** 1 Monday to 7 Sunday. */
export const FirstWeekday = z
  .number({ error: says('form.choose-one') })
  .int()
  .min(1)
  .max(7)
  .default(DEFAULT_SETTINGS.firstWeekday);

export const SettingsInput = z.object({
  name: SchoolName,
  zone: Zone,
  /** Seen what another zone does to class sessions ahead. */
  isZoneConfirmed: z.boolean().default(false),
  firstWeekday: FirstWeekday,
  /** Seen that classes of A and B weeks may move with the weeks. */
  isWeekConfirmed: z.boolean().default(false),
  locale: Locale,
  language: z.enum(LANGUAGES, { error: says('form.choose-one') }).default(SOURCE_LANGUAGE),
  checkInMinutes: whole(0, 1440)
    .nullish()
    .transform((minutes) => minutes ?? null),
  periodSeconds: whole(2, 30),
  lateAfterMinutes: whole(0, 240),
  deliverWithinHours: whole(0, 168),
  lockDays: whole(0, 365),
  ...Rule,
  spotCheck: z.boolean().default(false),
  retentionDays: whole(30, 3650),
  removalShare: whole(0, 100).default(DEFAULT_SETTINGS.removalShare),
  sortNames: z.enum(NAME_ORDERS, { error: says('form.choose-one') }).default(DEFAULT_SETTINGS.sortNames),
  ...MessageFields,
  studentDomains: Domains,
  teacherDomains: Domains,
  assistantDomains: Domains,
  /** When the settings were last changed, as far as whoever fills in the form knows. */
  seenAt: z.number().int().nonnegative(),
});
export type SettingsInput = z.infer<typeof SettingsInput>;

function messagesOf({ quietFrom, quietUntil, messagesPerDay, webhookUrl, guardiansGetAlerts }: SettingsInput) {
  return { quietFrom, quietUntil, messagesPerDay, webhookUrl, guardiansGetAlerts };
}

/** The settings a form describes. What it does not ask stays as it is stored. */
export function toSettings(input: SettingsInput, stored: SchoolSettings): SchoolSettings {
  const { name, zone, locale, language, checkInMinutes, lockDays, lateCredit, excusedCounts, spotCheck, retentionDays } = input;
  return {
    name,
    zone,
    locale,
    language,
    checkInMinutes,
    lockDays,
    lateCredit,
    excusedCounts,
    spotCheck,
    retentionDays,
    firstWeekday: input.firstWeekday,
    removalShare: input.removalShare,
    sortNames: input.sortNames,
    periodMs: input.periodSeconds * 1_000,
    lateAfterMs: input.lateAfterMinutes * MINUTE_MS,
    deliverWithinMs: input.deliverWithinHours * HOUR_MS,
    threshold: input.thresholdPercent * 10,
    alerts: stored.alerts,
    messages: { ...stored.messages, ...messagesOf(input) },
    emailDomains: {
      student: domainsIn(input.studentDomains),
      teacher: domainsIn(input.teacherDomains),
      assistant: domainsIn(input.assistantDomains),
    },
  };
}

/** Settings as the form's fields show them; lists one entry a line. */
export function toSettingsForm(settings: SchoolSettings) {
  const { name, zone, locale, language, checkInMinutes, lockDays, lateCredit, excusedCounts, spotCheck, retentionDays } =
    settings;
  return {
    name,
    zone,
    locale,
    language,
    checkInMinutes,
    lockDays,
    lateCredit,
    excusedCounts,
    spotCheck,
    retentionDays,
    firstWeekday: settings.firstWeekday,
    removalShare: settings.removalShare,
    sortNames: settings.sortNames,
    periodSeconds: Math.round(settings.periodMs / 1_000),
    lateAfterMinutes: Math.round(settings.lateAfterMs / MINUTE_MS),
    deliverWithinHours: Math.round(settings.deliverWithinMs / HOUR_MS),
    thresholdPercent: settings.threshold / 10,
    quietFrom: settings.messages.quietFrom,
    quietUntil: settings.messages.quietUntil,
    messagesPerDay: settings.messages.messagesPerDay,
    webhookUrl: settings.messages.webhookUrl,
    guardiansGetAlerts: settings.messages.guardiansGetAlerts,
    studentDomains: settings.emailDomains.student.join('\n'),
    teacherDomains: settings.emailDomains.teacher.join('\n'),
    assistantDomains: settings.emailDomains.assistant.join('\n'),
  };
}

export type Changes = Record<string, { from: unknown; to: unknown }>;

const recorded = (settings: SchoolSettings) => ({ ...settings, messages: withoutAddress(settings.messages) });

/** What differs between two of a kind, field by field. */
export function changesBetween<Of extends object>(from: Of, to: Of): Changes {
  const keys = (Object.keys(to) as (keyof Of & string)[]).filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
  return Object.fromEntries(keys.map((key) => [key, { from: from[key], to: to[key] }]));
}

/** What differs, by setting, as it may be recorded: of the webhook's address the host. */
export function settingsChanges(from: SchoolSettings, to: SchoolSettings): Changes {
  const keys = Object.keys(changesBetween(from, to)) as (keyof SchoolSettings)[];
  const [before, after] = [recorded(from), recorded(to)];
  return Object.fromEntries(keys.map((key) => [key, { from: before[key], to: after[key] }]));
}
