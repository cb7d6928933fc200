/** The questions of alert rules: for each whether it is on, and its numbers. */
import type { FieldMetadata } from '@conform-to/react';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { NumberField } from '#app/components/settings/settings-fields';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { SelectField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FIELDS_IN_LINE } from '#app/components/ui/form/fields-in-line';
import { useFormat } from '#app/words/use-format';
import type { RuleMode, toSchoolForm } from '#domain/alert/rule-form';
import type { AlertRule } from '#domain/school/alert-rule';
import { RULE_WORDS } from './alert-words';

type RuleField = keyof ReturnType<typeof toSchoolForm>;

/** What is typed, before it is read. */
export type TypedRules = Record<RuleField, string>;

/** What form fields hold of rules. */
export function toTypedRules(form: ReturnType<typeof toSchoolForm>): TypedRules {
  const text = Object.entries(form).map(([name, value]) => [name, value === null ? '' : String(value)]);
  return Object.fromEntries(text) as TypedRules;
}

const HINTS: Record<AlertRule, MessageDescriptor> = {
  'low-attendance': msg`The attendance rate is below the line.`,
  'consecutive-absences': msg`Absent in one class several times in a row. Excused absences are passed over, as the rate does.`,
  chronic: msg`Too large a share of all classes was missed, excused or not.`,
  'out-of-reach': msg`Coming to every class that is left would still end below the line.`,
  'sudden-drop': msg`The rate of the last two weeks is far below the rate before.`,
};

const SCHOOL_MODES: [RuleMode, MessageDescriptor][] = [
  ['own', msg`On`],
  ['off', msg`Off`],
];
const SECTION_MODES: [RuleMode, MessageDescriptor][] = [
  ['school', msg`Same as the school`],
  ['own', msg`By these numbers`],
  ['off', msg`Off`],
];

type Fields = { [Name in RuleField]: FieldMetadata<string> };
type Numbers = { name: RuleField; label: string; unit?: string; hint: string; min?: number; max?: number; isOptional?: boolean };

type RuleCardProps = { rule: AlertRule; mode: FieldMetadata<string>; isOfSection: boolean; children: ReactNode };

function RuleCard({ rule, mode, isOfSection, children }: RuleCardProps) {
  const { i18n, t } = useLingui();
  const modes = isOfSection ? SECTION_MODES : SCHOOL_MODES;
  return (
    <Card title={i18n._(RULE_WORDS[rule])}>
      <p className="mb-4 text-ink-muted">{i18n._(HINTS[rule])}</p>
      <div className={cx(FIELDS_IN_LINE, 'sm:grid-cols-3')}>
        <SelectField {...fieldProps(mode)} label={t`Rule`} required>
          {modes.map(([value, label]) => (
            <option key={value} value={value}>
              {i18n._(label)}
            </option>
          ))}
        </SelectField>
        {children}
      </div>
    </Card>
  );
}

/** @param threshold the school's line, in thousandths  @param isOfSection may go by the school's */
export function RuleFields({ fields, threshold, isOfSection }: { fields: Fields; threshold: number; isOfSection: boolean }) {
  const { t } = useLingui();
  const { percent } = useFormat();
  const number = ({ name, min = 1, max = 100, isOptional = false, ...text }: Numbers) => (
    <NumberField field={fields[name]} {...{ min, max, isOptional, ...text }} />
  );
  const least = (name: RuleField) => number({ name, label: t`Minimum classes`, hint: t`Fewer are too few to judge.`, max: 500 });
  const line = (name: RuleField) =>
    number({
      name,
      label: t`Threshold`,
      unit: t`%`,
      hint: t`Empty for the school’s ${percent(threshold / 10)}.`,
      isOptional: true,
    });
  const card = (rule: AlertRule, name: RuleField) => ({ rule, mode: fields[name], isOfSection });
  return (
    <>
      <RuleCard {...card('low-attendance', 'lowMode')}>
        {line('lowThreshold')}
        {least('lowLeast')}
      </RuleCard>
      <RuleCard {...card('consecutive-absences', 'rowMode')}>
        {number({ name: 'rowCount', label: t`Absences in a row`, hint: t`In the same class.`, min: 2, max: 50 })}
      </RuleCard>
      <RuleCard {...card('chronic', 'chronicMode')}>
        {number({ name: 'chronicShare', label: t`Share missed`, unit: t`%`, hint: t`This much or more.` })}
        {least('chronicLeast')}
      </RuleCard>
      <RuleCard {...card('out-of-reach', 'reachMode')}>
        {line('reachThreshold')}
        {least('reachLeast')}
      </RuleCard>
      <RuleCard {...card('sudden-drop', 'dropMode')}>
        {number({ name: 'dropPoints', label: t`Drop`, unit: t`percentage points`, hint: t`From 95% to 75% is 20 points.` })}
        {least('dropLeast')}
      </RuleCard>
      {isOfSection && (
        <p className="text-sm text-ink-muted">
          <Trans>A class with a rule of its own, or without one, is left out of the school’s figure for that rule.</Trans>
        </p>
      )}
    </>
  );
}
