/** What alerts say to a guardian: of whom, the figure, and the classes missed. They name the student, classes and days, and nothing else. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { Notification } from '#domain/message/notification';
import type { Said } from '#domain/message/said';
import type { AlertRule } from '#domain/school/alert-rule';
import { groundText, retractedText, scopeText, sessionText } from './alert-words';

type Told = Extract<Notification, { kind: 'alert' | 'alert-retracted' }>;

const TITLES: Record<AlertRule, (name: string) => MessageDescriptor> = {
  'low-attendance': (name) => msg`The attendance of ${name} is low`,
  'consecutive-absences': (name) => msg`${name} was absent several times in a row`,
  chronic: (name) => msg`${name} has missed many classes`,
  'out-of-reach': (name) => msg`The attendance the school asks for is out of reach for ${name}`,
  'sudden-drop': (name) => msg`The attendance of ${name} has dropped`,
};

/** @param name of the student */
export function guardianWords(format: Format, message: Told, name: string): Said {
  const { i18n } = format;
  if (message.kind === 'alert-retracted')
    return {
      title: i18n._(msg`An alert about the attendance of ${name} is withdrawn`),
      body: retractedText(format, message.facts),
    };
  const { facts } = message;
  const missed = facts.classSessions.map((one) => sessionText(format, one));
  const lines = missed.length > 0 ? [i18n._(msg`The latest classes missed:`), ...missed] : [];
  return {
    title: i18n._(TITLES[facts.rule.rule](name)),
    body: [`${scopeText(format, facts)}. ${groundText(format, facts)}`, ...lines].join('\n'),
  };
}
