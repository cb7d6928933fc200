/** The upload form: what kind of file, the file, and for enrolment lists a class and what to do about people nobody knows. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { FileSpreadsheet, School } from 'lucide-react';
import { type ChangeEvent, useEffect, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { CheckboxField, SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { type ImportKind, MAX_UPLOAD_BYTES } from '#domain/import/import';

const KIND_CARDS = [
  {
    value: 'oneroster',
    label: msg`OneRoster zip`,
    hint: msg`People, classes and enrolments from your information system, version 1.1 or 1.2.`,
    icon: School,
  },
  {
    value: 'enrolments',
    label: msg`Enrolment list`,
    hint: msg`A CSV file with a line for each student: email, name, number of the class.`,
    icon: FileSpreadsheet,
  },
] as const;

export type SectionChoice = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

type Typed = Record<'kind' | 'sectionId' | 'createMissing' | 'file', string>;
type LastResult = Parameters<typeof useForm<Typed>>[0]['lastResult'];

/** Room for the form around the file. */
const LARGEST = MAX_UPLOAD_BYTES - 10_000;
const TOO_LARGE = msg`This file is larger than ${MAX_UPLOAD_BYTES / 1_000_000} MB. Split it, or pack a OneRoster export as a zip.`;

export function ImportForm({ sections, lastResult }: { sections: readonly SectionChoice[]; lastResult: LastResult }) {
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
      <TextField
        id={fields.file.id}
        name={fields.file.name}
        type="file"
        label={t`File`}
        hint={t`At most 10 MB. You see what it would do before anything is changed.`}
        accept=".csv,.txt,.zip,text/csv,application/zip"
        onChange={checkSize}
        errors={isTooLarge ? [t(TOO_LARGE)] : fields.file.errors}
        required
      />
      <fieldset hidden={isAlive && kind === 'oneroster'} className="not-[[hidden]]:grid gap-3">
        <legend className="sr-only">
          <Trans>Only for enrolment lists</Trans>
        </legend>
        <SelectField
          {...fieldProps(fields.sectionId)}
          label={t`Class for every line`}
          hint={t`For enrolment lists. Without it, each line needs the number of its class.`}
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
        <CheckboxField
          id={fields.createMissing.id}
          name={fields.createMissing.name}
          defaultChecked={fields.createMissing.initialValue === 'on'}
          label={t`Create accounts for unknown students`}
          hint={t`They are enrolled at once and wait for approval. They get no password.`}
          errors={fields.createMissing.errors}
        />
      </fieldset>
      <div>
        <Button type="submit" variant="primary" disabled={isTooLarge} isPending={useNavigation().state === 'submitting'}>
          <Trans>Upload and preview</Trans>
        </Button>
      </div>
    </Form>
  );
}
