/** The questions of the settings, in groups. Native fields that keep what was typed; the form and its rules are the page's. */

import type { FieldMetadata } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { CheckboxField, TextAreaField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FIELDS_IN_LINE } from '#app/components/ui/form/fields-in-line';
import { RadioCards } from '#app/components/ui/form/radio-cards';

/** What is typed, before it is read. */
export type TypedSettings = Record<
  | 'name'
  | 'zone'
  | 'isZoneConfirmed'
  | 'firstWeekday'
  | 'isWeekConfirmed'
  | 'locale'
  | 'language'
  | 'checkInMinutes'
  | 'periodSeconds'
  | 'lateAfterMinutes'
  | 'deliverWithinHours'
  | 'lockDays'
  | 'lateCredit'
  | 'excusedCounts'
  | 'thresholdPercent'
  | 'spotCheck'
  | 'retentionDays'
  | 'removalShare'
  | 'sortNames'
  | 'quietFrom'
  | 'quietUntil'
  | 'messagesPerDay'
  | 'webhookUrl'
  | 'guardiansGetAlerts'
  | 'studentDomains'
  | 'teacherDomains'
  | 'assistantDomains',
  string
>;

type Fields = { [Name in keyof TypedSettings]: FieldMetadata<string> };
export type GroupProps = { fields: Fields };

export type NumberProps = {
  field: FieldMetadata<string>;
  label: string;
  /** What it counts. */
  unit?: string;
  hint: string;
  min: number;
  max: number;
  /** Its hint says what an empty one means. */
  isOptional?: boolean;
};

/** A number, whole and within bounds. */
export function NumberField({ field, label, unit, hint, min, max, isOptional }: NumberProps) {
  return (
    <TextField
      {...fieldProps(field)}
      label={label}
      unit={unit}
      hint={hint}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      required={!isOptional}
      saysOptional={false}
    />
  );
}

/** @param configured minutes where the school sets none */
export function CheckInFields({ fields, configured }: GroupProps & { configured: number }) {
  const { t } = useLingui();
  const standard =
    configured === 0
      ? t`This server accepts no check-ins, whatever you enter here.`
      : t`Empty for the server’s ${configured}; 0 for none.`;
  return (
    <Card title={t`Check-in`}>
      <div className={cx(FIELDS_IN_LINE, 'sm:grid-cols-2')}>
        <NumberField
          field={fields.checkInMinutes}
          label={t`Check-in stays open for`}
          unit={t`minutes`}
          hint={standard}
          min={0}
          max={1440}
          isOptional
        />
        <NumberField
          field={fields.periodSeconds}
          label={t`A new code every`}
          unit={t`seconds`}
          hint={t`How long each code stays on screen.`}
          min={2}
          max={30}
        />
        <NumberField
          field={fields.lateAfterMinutes}
          label={t`Late after`}
          unit={t`minutes`}
          hint={t`Counted from the start of class.`}
          min={0}
          max={240}
        />
        <NumberField
          field={fields.deliverWithinHours}
          label={t`Check-ins made offline count for`}
          unit={t`hours`}
          hint={t`Those that arrive later wait for staff.`}
          min={0}
          max={168}
        />
        <NumberField
          field={fields.lockDays}
          label={t`Registers lock after`}
          unit={t`days`}
          hint={t`Afterwards staff ask for a correction.`}
          min={0}
          max={365}
        />
      </div>
      <CheckboxField
        className="mt-4"
        id={fields.spotCheck.id}
        name={fields.spotCheck.name}
        defaultChecked={fields.spotCheck.initialValue === 'on'}
        label={t`Ask staff to spot-check a few students`}
        hint={t`When check-in ends, to see whether a few who checked in are in the room.`}
      />
    </Card>
  );
}

const EXCUSED = [
  { value: 'leaves', label: msg`Left out of the rate`, hint: msg`As if the class had not been held for this student.` },
  { value: 'absent', label: msg`Counts as absent`, hint: undefined },
  { value: 'present', label: msg`Counts as present`, hint: undefined },
] as const;

/** The rule of the rate, and what stands below it. */
export function RateFields({ fields, children }: GroupProps & { children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Card title={t`Attendance rate`}>
      <div className="grid gap-4">
        <div className={cx(FIELDS_IN_LINE, 'sm:grid-cols-2')}>
          <NumberField
            field={fields.lateCredit}
            label={t`A late mark counts`}
            unit={t`%`}
            hint={t`Of a present mark: 100 counts in full, 0 not at all.`}
            min={0}
            max={100}
          />
          <NumberField
            field={fields.thresholdPercent}
            label={t`Attendance required`}
            unit={t`%`}
            hint={t`Students below it are frequent absentees.`}
            min={0}
            max={100}
          />
        </div>
        <RadioCards
          legend={t`An excused absence`}
          name={fields.excusedCounts.name}
          options={EXCUSED.map((card) => ({ ...card, label: t(card.label), hint: card.hint && t(card.hint) }))}
          defaultValue={fields.excusedCounts.initialValue as (typeof EXCUSED)[number]['value'] | undefined}
          errors={fields.excusedCounts.errors}
          required
        />
        {children}
      </div>
    </Card>
  );
}

/** Who may have an account, and what is deleted when. */
export function AccountFields({ fields }: GroupProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Accounts and data`}>
      <p className="mb-4 text-sm text-ink-muted">
        <Trans>
          Email domains a role has to have, one on each line; empty allows any. They hold for sign-ups, people you add, and
          imports.
        </Trans>
      </p>
      <div className="grid gap-4">
        <TextAreaField {...fieldProps(fields.studentDomains)} label={t`Email domains of students`} rows={2} />
        <TextAreaField {...fieldProps(fields.teacherDomains)} label={t`Email domains of teachers`} rows={2} />
        <TextAreaField {...fieldProps(fields.assistantDomains)} label={t`Email domains of assistants`} rows={2} />
        <NumberField
          field={fields.retentionDays}
          label={t`Keep rejected sign-ups for`}
          unit={t`days`}
          hint={t`Deleted afterwards. Marks, their history, check-ins and the audit log are always kept.`}
          min={30}
          max={3650}
        />
        <NumberField
          field={fields.removalShare}
          label={t`An import may remove without asking`}
          unit={t`%`}
          hint={t`Of the people or the classes. Above that, somebody has to type how many.`}
          min={0}
          max={100}
        />
      </div>
    </Card>
  );
}
