/** Reminding chosen students of a class: whom, of what, and a line of one's own. Works before the page's script has loaded. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { BellRing } from 'lucide-react';
import { type Minted, MintedFields } from '#app/components/correction/decision-form';
import { Button } from '#app/components/ui/button';
import { CheckboxField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { TickList } from '#app/components/ui/form/tick-list';
import { REMINDER_NOTE_MAX, REMINDER_TEMPLATES } from '#domain/message/reminder';
import { TEMPLATE_WORDS } from './reminder-words';

type Student = { studentId: number; name: string };
type Typed = { studentIds: string[]; template: string; note: string; isConfirmed: string };

export type ReminderFormProps = Minted & {
  students: readonly Student[];
  /** Ids of those who are ticked at first. */
  chosen: readonly number[];
  lastResult: SubmissionResult<string[]> | null | undefined;
};

export function ReminderForm({ students, chosen, form: minted, lastResult }: ReminderFormProps) {
  const { i18n, t } = useLingui();
  const [form, { studentIds, template, note, isConfirmed }] = useForm<Typed>({
    id: 'reminder',
    lastResult,
    defaultValue: { template: REMINDER_TEMPLATES[0], studentIds: chosen.map(String) },
  });
  const ticked = [studentIds.initialValue ?? []].flat().filter((id): id is string => typeof id === 'string');
  const options = REMINDER_TEMPLATES.map((value) => {
    const { label, hint } = TEMPLATE_WORDS[value];
    return { value, label: i18n._(label), hint: i18n._(hint) };
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-2xl gap-5">
      <FormErrors errors={form.errors} />
      <MintedFields form={minted} />
      <RadioCards
        legend={t`What about`}
        name={template.name}
        options={options}
        defaultValue={REMINDER_TEMPLATES.find((one) => one === template.initialValue)}
        errors={template.errors}
      />
      <TextField
        {...fieldProps(note)}
        label={t`A line of your own`}
        hint={t`It is added to the message.`}
        maxLength={REMINDER_NOTE_MAX}
        autoComplete="off"
      />
      <TickList
        legend={t`Students`}
        name={studentIds.name}
        options={students.map(({ studentId, name }) => ({ value: studentId, label: name }))}
        ticked={ticked}
        errors={studentIds.errors}
        className="max-h-96"
      />
      {isConfirmed.errors && (
        <CheckboxField
          name={isConfirmed.name}
          label={t`Remind them again`}
          defaultChecked={isConfirmed.initialValue === 'on'}
          errors={isConfirmed.errors}
          autoFocus
        />
      )}
      <div>
        <Button type="submit" variant="primary" icon={BellRing} isPending={useNavigation().state === 'submitting'}>
          <Trans>Remind them</Trans>
        </Button>
      </div>
    </Form>
  );
}
