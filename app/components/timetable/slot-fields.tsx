/** The fields of a weekly slot, for a form of its own page. */

import type { FieldMetadata, FormMetadata } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { useFormat } from '#app/words/use-format';
import { weekdaysFrom } from '#domain/time';
import type { Term } from '#domain/timetable/term';
import { daysText, WEEK_WORDS, weekdayWord } from './words';

/** What is typed, before it is read. */
export type TypedSlot = Record<
  'sectionId' | 'termId' | 'weekday' | 'startTime' | 'endTime' | 'weeks' | 'room' | 'validFrom' | 'validUntil',
  string
> & { acceptClashes?: string };

type Section = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

export type SlotFieldsProps = {
  form: FormMetadata<TypedSlot>;
  fields: { [Name in keyof Required<TypedSlot>]: FieldMetadata<string> };
  terms: readonly Term[];
  sections: readonly Section[];
  /** A slot stays with its class. */
  isSectionFixed: boolean;
  /** On which the school's weeks begin, 1 Monday to 7 Sunday. */
  firstWeekday: number;
};

/** Class, term, day, times, weeks, room and the days it is valid. */
export function SlotFields({ form, fields, terms, sections, isSectionFixed, firstWeekday }: SlotFieldsProps) {
  const format = useFormat();
  const { i18n, t } = useLingui();
  const { sectionId } = fields;
  const shown = isSectionFixed ? sections.filter((one) => String(one.sectionId) === sectionId.initialValue) : sections;
  return (
    <>
      <FormErrors errors={form.errors} />
      <SelectField {...fieldProps(sectionId)} label={t`Class`} required>
        {!isSectionFixed && (
          <option value="">
            <Trans>Choose a class</Trans>
          </option>
        )}
        {shown.map((one) => (
          <option key={one.sectionId} value={one.sectionId}>
            {`${one.courseTitle} (${one.courseCode} ${one.sectionCode})`}
          </option>
        ))}
      </SelectField>
      <SelectField {...fieldProps(fields.termId)} label={t`Term`} required>
        <option value="">
          <Trans>Choose a term</Trans>
        </option>
        {terms.map(({ id, name, ...days }) => (
          <option key={id} value={id}>{`${name} (${daysText(format, days)})`}</option>
        ))}
      </SelectField>
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField {...fieldProps(fields.weekday)} label={t`Day`} required>
          {weekdaysFrom(firstWeekday).map((weekday) => (
            <option key={weekday} value={weekday}>
              {i18n._(weekdayWord(weekday))}
            </option>
          ))}
        </SelectField>
        <SelectField {...fieldProps(fields.weeks)} label={t`Weeks`} required>
          {Object.entries(WEEK_WORDS).map(([weeks, word]) => (
            <option key={weeks} value={weeks}>
              {i18n._(word)}
            </option>
          ))}
        </SelectField>
      </div>
      <p className="-mt-3 text-sm text-ink-muted">
        <Trans>The week in which the term begins is an A week.</Trans>
      </p>
      <div className="flex flex-wrap items-start gap-4">
        <TextField {...fieldProps(fields.startTime)} label={t`From`} type="time" required />
        <TextField {...fieldProps(fields.endTime)} label={t`Until`} type="time" required />
      </div>
      <p className="-mt-3 text-sm text-ink-muted">
        <Trans>A class that ends after midnight belongs to the day on which it begins.</Trans>
      </p>
      <TextField {...fieldProps(fields.room)} label={t`Room`} autoComplete="off" maxLength={60} className="max-w-xs" />
      <div className="flex flex-wrap items-start gap-4">
        <TextField {...fieldProps(fields.validFrom)} label={t`First day`} type="date" />
        <TextField {...fieldProps(fields.validUntil)} label={t`Last day`} type="date" />
      </div>
      <p className="-mt-3 text-sm text-ink-muted">
        <Trans>Leave empty for the whole term.</Trans>
      </p>
    </>
  );
}
