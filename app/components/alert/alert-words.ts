/** What alerts and their rules say. The figures read the same to students and to staff. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { AlertFacts, NamedSession, RetractedFacts } from '#domain/alert/alert';
import type { PeriodName } from '#domain/alert/period';
import { bestReachable, percentOf, type Sums } from '#domain/rate';
import type { AlertRule, Rule } from '#domain/school/alert-rule';

export const RULE_WORDS: Record<AlertRule, MessageDescriptor> = {
  'low-attendance': msg`Low attendance`,
  'consecutive-absences': msg`Absences in a row`,
  chronic: msg`Chronic absence`,
  'out-of-reach': msg`Line out of reach`,
  'sudden-drop': msg`Sudden drop`,
};

/** A class session that an alert names: its day, its time and its class. */
export const sessionText = ({ day: on }: Format, { day, startTime, courseTitle, sectionCode }: NamedSession) =>
  `${on(day, 'brief')}, ${startTime}, ${courseTitle} ${sectionCode}`;

/** What a student reads first. */
export const OWN_TITLES: Record<AlertRule, MessageDescriptor> = {
  'low-attendance': msg`Your attendance is low`,
  'consecutive-absences': msg`You were absent several times in a row`,
  chronic: msg`You have missed many classes`,
  'out-of-reach': msg`The attendance your school asks for is out of reach`,
  'sudden-drop': msg`Your attendance has dropped`,
};

/** "Autumn 2026", or "September 2026" where there is no term. */
export function periodText(format: Format, period: PeriodName): string {
  return 'term' in period ? period.term : format.day(`${period.month}-01`, 'month');
}

/** "Physics A, Autumn 2026". */
export function scopeText(format: Format, { section, period }: Pick<AlertFacts, 'section' | 'period'>): string {
  const name = section && `${section.courseTitle} ${section.sectionCode}`;
  return [name, periodText(format, period)].filter(Boolean).join(', ');
}

/** Why an alert no longer applies. */
export function retractedText(format: Format, { rule, section, period }: RetractedFacts): string {
  const { i18n } = format;
  const word = i18n._(RULE_WORDS[rule]);
  const what = section ? `${word}, ${section.courseTitle} ${section.sectionCode}` : word;
  return i18n._(msg`${what} in ${periodText(format, period)}: marks it rested on have changed, and it no longer applies.`);
}

const rateText = ({ percent }: Format, sums: Sums) => percent(percentOf(sums) ?? 0);

/** What was found, in a sentence or two. */
export function groundText(format: Format, { rule, ground }: { rule: Rule; ground: AlertFacts['ground'] }): string {
  const { i18n, number, percent } = format;
  const [rate, missed, all] = [rateText(format, ground), ground.missed, number(ground.all)];
  switch (rule.rule) {
    case 'low-attendance':
      return i18n._(
        msg`Attendance is ${rate} (${number(ground.earned / 100)} of ${all} classes), below the ${percent(rule.threshold / 10)} the school asks for.`,
      );
    case 'consecutive-absences':
      return i18n._(msg`Absent in the last ${plural(missed, { one: '# class', other: '# classes' })}.`);
    case 'chronic': {
      const share = rateText(format, { earned: missed * 100, possible: ground.possible });
      return i18n._(msg`Missed ${number(missed)} of ${all} classes, excused or not: ${share}.`);
    }
    case 'out-of-reach': {
      const remaining = ground.remaining ?? 0;
      const best = rateText(format, bestReachable(ground, remaining));
      const left = i18n._(msg`${plural(remaining, { one: '# class', other: '# classes' })}`);
      return i18n._(
        msg`Attendance is ${rate}. With ${left} left it can end at ${best} at most, below the ${percent(rule.threshold / 10)} the school asks for.`,
      );
    }
    case 'sudden-drop': {
      const before = rateText(format, ground.before ?? ground);
      return i18n._(msg`Attendance in the last two weeks is ${rate}. Before that it was ${before}.`);
    }
  }
}
