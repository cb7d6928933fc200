/** Asking for leave: days, or hours of one day, and why. Works before the page's script has loaded. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Send } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Disclosure } from '#app/components/ui/disclosure';
import { SelectField, TextAreaField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { type Minted, MintedFields } from './decision-form';

export type LeaveFormProps = Minted & {
  studentId: number;
  today: string;
  /** The school's reasons for an excused mark. */
  reasons: readonly { id: number; name: string }[];
  lastResult: SubmissionResult<string[]> | null | undefined;
};

type Typed = Record<'fromDay' | 'untilDay' | 'fromTime' | 'untilTime' | 'reason' | 'reasonCodeId', string>;

/** Give it a key that changes when leave was asked for, so that it begins anew. */
export function LeaveForm({ studentId, today, reasons, lastResult, form: minted }: LeaveFormProps) {
  const { t } = useLingui();
  const [form, fields] = useForm<Typed>({ id: 'leave', lastResult });
  const { fromDay, untilDay, fromTime, untilTime, reason, reasonCodeId } = fields;
  const hasHours = [fromTime, untilTime].some(({ initialValue, errors }) => initialValue || errors);
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <FormErrors errors={form.errors} />
      <MintedFields form={minted} />
      <input type="hidden" name="studentId" value={studentId} />
      <div className="grid items-start gap-4 xs:grid-cols-2">
        <TextField {...fieldProps(fromDay)} label={t`First day`} type="date" min={today} required />
        <TextField {...fieldProps(untilDay)} label={t`Last day`} type="date" min={today} required />
      </div>
      <Disclosure summary={t`Only some hours of one day`} isOpen={hasHours}>
        <div className="grid items-start gap-4 xs:grid-cols-2">
          <TextField {...fieldProps(fromTime)} label={t`From`} type="time" />
          <TextField {...fieldProps(untilTime)} label={t`Until`} type="time" />
        </div>
      </Disclosure>
      {reasons.length > 0 && (
        <SelectField
          id={reasonCodeId.id}
          name={reasonCodeId.name}
          defaultValue={reasonCodeId.initialValue}
          errors={reasonCodeId.errors}
          label={t`Kind of leave`}
        >
          <option value="">
            <Trans>None of these</Trans>
          </option>
          {reasons.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <TextAreaField {...fieldProps(reason)} label={t`Why`} rows={3} maxLength={500} required />
      <div>
        <Button
          type="submit"
          name="intent"
          value="ask"
          variant="primary"
          icon={Send}
          isPending={useNavigation().formData?.get('intent') === 'ask'}
        >
          <Trans>Ask for leave</Trans>
        </Button>
      </div>
    </Form>
  );
}
