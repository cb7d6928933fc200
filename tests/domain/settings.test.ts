/** Settings in people's units and back, and what another rule does to who is below the line. */
import { expect, test } from 'vitest';
import { compareRules, type RateRule, type TallyGroup } from '#domain/rate';
import { checkInMinutesOf, DEFAULT_SETTINGS, SchoolSettings } from '#domain/school/school';
import { SettingsInput, settingsChanges, toSettings, toSettingsForm } from '#domain/school/settings';
import { localesOnOffer } from '#domain/words/locales';

const typed = { ...toSettingsForm(DEFAULT_SETTINGS), checkInMinutes: undefined, seenAt: 0 };

test('a form that was not touched describes the same settings', () => {
  const settings = toSettings(SettingsInput.parse(typed), DEFAULT_SETTINGS);
  expect(settings).toEqual(DEFAULT_SETTINGS);
  expect(SchoolSettings.parse(settings)).toEqual(DEFAULT_SETTINGS);
  expect(settingsChanges(DEFAULT_SETTINGS, settings)).toEqual({});
});

test('of a webhook’s address its host is recorded', () => {
  const webhookUrl = 'https://hooks.school.org/secret';
  const settings = toSettings(SettingsInput.parse({ ...typed, webhookUrl }), DEFAULT_SETTINGS);
  expect(settings.messages.webhookUrl).toBe(webhookUrl);
  expect(settingsChanges(DEFAULT_SETTINGS, settings).messages?.to).toMatchObject({ webhookUrl: 'hooks.school.org' });
});

test('domains are taken as people write them', () => {
  const input = SettingsInput.parse({ ...typed, studentDomains: ' @Pupils.School.org, school.org\nschool.org;' });
  expect(toSettings(input, DEFAULT_SETTINGS).emailDomains.student).toEqual(['pupils.school.org', 'school.org']);
});

test.each([
  ['zone', 'Europe/Atlantis'],
  ['zone', ''],
  ['locale', 'not a language'],
  ['checkInMinutes', 1441],
  ['checkInMinutes', 1.5],
  ['periodSeconds', 1],
  ['lockDays', -1],
  ['lateCredit', 101],
  ['thresholdPercent', 80.5],
  ['retentionDays', 0],
  ['quietFrom', '25:00'],
  ['messagesPerDay', 0],
  ['webhookUrl', 'http://hooks.school.org'],
  ['webhookUrl', 'https://user:secret@hooks.school.org'],
  ['excusedCounts', 'maybe'],
  ['teacherDomains', 'school'],
  ['name', '  '],
])('%s may not be %j', (field, value) => {
  const { error } = SettingsInput.safeParse({ ...typed, [field]: value });
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test.each([
  [null, 15, 15],
  [20, 15, 20],
  [0, 15, 0],
  [20, 0, 0],
  [null, 0, 0],
])('a school that says %j on a server of %i minutes has %i', (checkInMinutes, configured, minutes) => {
  expect(checkInMinutesOf({ checkInMinutes }, configured)).toBe(minutes);
});

const rule = (given: Partial<RateRule> = {}): RateRule => ({
  lateCredit: 100,
  excusedCounts: 'leaves',
  threshold: 800,
  ...given,
});
const group = (given: Partial<TallyGroup>): TallyGroup => ({ present: 0, late: 0, absent: 0, excused: 0, students: 1, ...given });

test('students who cross the line are counted on either side', () => {
  const groups = [
    group({ present: 8, absent: 2, students: 3 }),
    group({ present: 7, late: 2, absent: 1, students: 2 }),
    group({ present: 1, absent: 9 }),
    group({ present: 4, absent: 0, students: 50 }),
  ];
  expect(compareRules(groups, rule(), rule())).toEqual({
    students: 6,
    belowNow: 1,
    belowThen: 1,
    newlyBelow: 0,
    noLongerBelow: 0,
  });
  expect(compareRules(groups, rule(), rule({ threshold: 810 }))).toMatchObject({ belowThen: 4, newlyBelow: 3 });
  expect(compareRules(groups, rule(), rule({ lateCredit: 49 }))).toMatchObject({ belowThen: 3, newlyBelow: 2 });
  expect(compareRules(groups, rule(), rule({ threshold: 100 }))).toMatchObject({ belowThen: 0, noLongerBelow: 1 });
});

test('what an excused absence counts as moves the line too', () => {
  const groups = [group({ present: 4, absent: 1, excused: 5, students: 7 })];
  expect(compareRules(groups, rule(), rule({ excusedCounts: 'absent' }))).toMatchObject({ belowNow: 0, newlyBelow: 7 });
});

test('ways of writing dates are named in their own words, and the stored one stays a choice', () => {
  const offered = new Map(localesOnOffer('en-GB').map(({ locale, name }) => [locale, name]));
  expect(offered.get('en-GB')).toBe('United Kingdom · 31/12/2026');
  expect(offered.get('de-AT')).toBe('Österreich · 31.12.2026');
  expect(offered.get('fr-CA')).toMatch(/^français \(Canada\) · /);
  expect(new Set(offered.values()).size).toBe(offered.size);
  for (const locale of offered.keys()) expect(SettingsInput.safeParse({ ...typed, locale }).success, locale).toBe(true);
  expect(localesOnOffer('en-150')[0]).toMatchObject({ locale: 'en-150' });
  expect(localesOnOffer()).toHaveLength(offered.size);
});
