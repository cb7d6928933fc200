/** The upload form: what kind of file, the file, and what counts for every line of a list. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CalendarDays, FileSpreadsheet, School } from 'lucide-react';
import { type ChangeEvent, useEffect, useState } from 'react';
import { SampleLink } from '#app/components/sample/sample-link';
import { Button } from '#app/components/ui/button';
import { CheckboxField, SelectField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FileField } from '#app/components/ui/form/file-field';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { type ImportKind, MAX_UPLOAD_BYTES } from '#domain/import/import';
import type { Term } from '#domain/timetable/term';
import { TermOptions } from './term-options';

const KIND_CARDS = [
  {
    value: 'oneroster',
    label: msg`OneRoster zip`,
    hint: msg`People, classes and enrolments from your information system, version 1.1 or 1.2, or School Data Sync.`,
    icon: School,
  },
  {
    value: 'enrolments',
    label: msg`Enrolment list`,
    hint: msg`A CSV file with a line for each student: email, name, class.`,
    icon: FileSpreadsheet,
  },
  {
    value: 'timetable',
    label: msg`Timetable`,
    hint: msg`A CSV file with a line for each weekly class: class, day, start, end, room. Or a calendar (.ics) of them.`,
    icon: CalendarDays,
  },
] as const;

export type SectionChoice = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

type ImportFormProps = {
  sections: readonly SectionChoice[];
  /** Those that are not archived. */
  terms: readonly Pick<Term, 'id' | 'name'>[];
  lastResult: LastResult;
};

type Typed = Record<'kind' | 'sectionId' | 'termId' | 'createMissing' | 'file', string>;
type LastResult = Parameters<typeof useForm<Typed>>[0]['lastResult'];

/** Room for the form around the file. */
const LARGEST = MAX_UPLOAD_BYTES - 10_000;
const TOO_LARGE = msg`This file is larger than ${MAX_UPLOAD_BYTES / 1_000_000} MB. Split it, or pack a OneRoster export as a zip.`;

export function ImportForm({ sections, terms, lastResult }: ImportFormProps) {
  const { t } = useLingui();
  const [form, fields] = useForm<Typed>({ lastResult, defaultValue: { kind: 'oneroster' } });
  // Before the page's script has loaded nothing can be hidden by a choice.
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  const [isTooLarge, setTooLarge] = useState(false);
  const [kind, setKind] = useState<ImportKind>((fields.kind.initialValue as ImportKind | undefined) ?? 'oneroster');
  const checkSize = ({ target }: ChangeEvent<HTMLInputElement>) => setTooLarge((target.files?.[0]?.size ?? 0) > LARGEST);
  return (
    <Form
      method="post"
      encType="multipart/form-data"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className="grid gap-5"
    >
      <FormErrors errors={form.errors} />
      <RadioCards
        legend={t`Kind of file`}
        name={fields.kind.name}
        options={KIND_CARDS.map((card) => ({ ...card, label: t(card.label), hint: t(card.hint) }))}
        defaultValue={kind}
        onChange={setKind}
        errors={fields.kind.errors}
        required
      />
      <FileField
        id={fields.file.id}
        name={fields.file.name}
        label={t`File`}
        hint={t`At most 10 MB. You see what it would do before anything is changed.`}
        accept=".csv,.txt,.zip,.ics,text/csv,text/calendar,application/zip"
        onChange={checkSize}
        errors={isTooLarge ? [t(TOO_LARGE)] : fields.file.errors}
        required
      />
      <div className="grid justify-items-start">
        {(['oneroster', 'enrolments', 'timetable'] as const).map((one) => (
          <div key={one} hidden={isAlive && kind !== one}>
            <SampleLink kind={one} />
          </div>
        ))}
      </div>
      <fieldset hidden={isAlive && kind === 'oneroster'} className="not-[[hidden]]:grid gap-3">
        <legend className="sr-only">
          <Trans>Only for lists and timetables</Trans>
        </legend>
        <SelectField
          {...fieldProps(fields.sectionId)}
          label={t`Class for every line`}
          hint={t`For lists and timetables. Without it, each line names its class.`}
        >
          <option value="">
            <Trans>As each line says</Trans>
          </option>
          {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
            <option
              key={sectionId}
              value={sectionId}
            >{t`${courseTitle} (${courseCode} ${sectionCode}), number ${sectionId}`}</option>
          ))}
        </SelectField>
        <div hidden={isAlive && kind !== 'timetable'}>
          <SelectField
            {...fieldProps(fields.termId)}
            label={t`Term for every line`}
            hint={t`For timetables. Without it, the term that holds the days, or the one that is running.`}
          >
            <TermOptions terms={terms} />
          </SelectField>
        </div>
        <div hidden={isAlive && kind !== 'enrolments'}>
          <CheckboxField
            id={fields.createMissing.id}
            name={fields.createMissing.name}
            defaultChecked={fields.createMissing.initialValue === 'on'}
            label={t`Create accounts for unknown students`}
            hint={t`They are enrolled at once and wait for approval. They get no password.`}
            errors={fields.createMissing.errors}
          />
        </div>
      </fieldset>
      <div>
        <Button type="submit" variant="primary" disabled={isTooLarge} isPending={useNavigation().state === 'submitting'}>
          <Trans>Upload and preview</Trans>
        </Button>
      </div>
    </Form>
  );
}
