/** A new reason for marks, or one that is edited in its place; and the lists that a school may begin with. Works before the page's script has
 *  loaded. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { ListPlus } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { EntryForm } from '#app/components/ui/form/entry-form';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import * as paths from '#app/paths';
import { COUNTINGS, type ReasonCode } from '#domain/correction/reason-code';
import { PRESETS } from '#domain/correction/reason-code-preset';
import { STATUSES } from '#domain/register/attendance';
import { COUNTING_WORDS, PRESET_WORDS, reasonCodeText } from './reason-code-words';

type Typed = Record<'name' | 'status' | 'countsAs' | 'externalCode', string>;
type Fields = ReturnType<typeof useForm<Typed>>[1];

/** What the marks of a new reason are, and count as. It is asked once: figures rest on it. */
function MeaningFields({ fields: { status, countsAs } }: { fields: Fields }) {
  const { i18n, t } = useLingui();
  return (
    <div className="grid items-start gap-4 xs:grid-cols-2">
      <SelectField {...fieldProps(status)} label={t`For marks`} required>
        {[...STATUSES].reverse().map((one) => (
          <option key={one} value={one}>
            {i18n._(STATUS_LOOKS[one].word)}
          </option>
        ))}
      </SelectField>
      <SelectField {...fieldProps(countsAs)} label={t`Counts`}>
        <option value="">{t`As the mark does`}</option>
        {COUNTINGS.map((one) => (
          <option key={one} value={one}>
            {i18n._(COUNTING_WORDS[one])}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

export type ReasonCodeFormProps = {
  /** Null for a new one. */
  code: ReasonCode | null;
  lastResult: SubmissionResult<string[]> | null;
};

/** Its action is the page's. */
export function ReasonCodeForm({ code, lastResult }: ReasonCodeFormProps) {
  const { i18n, t } = useLingui();
  const intent = code ? 'edit' : 'create';
  const defaultValue = code ? { name: code.name, externalCode: code.externalCode ?? '' } : {};
  const [form, fields] = useForm<Typed>({ id: `reason-${code?.id ?? 'new'}`, lastResult, defaultValue });
  return (
    <EntryForm
      {...{ form, intent }}
      page={paths.reasonCodes()}
      submit={code ? t`Save reason` : t`Add reason`}
      isInPlace={code !== null}
    >
      {code && <input type="hidden" name="reasonCodeId" value={code.id} />}
      <TextField {...fieldProps(fields.name)} label={t`Name`} required maxLength={80} autoComplete="off" />
      {code ? <p className="text-sm text-ink-muted">{reasonCodeText(i18n, code)}</p> : <MeaningFields fields={fields} />}
      <TextField
        {...fieldProps(fields.externalCode)}
        label={t`External code`}
        hint={t`Such as the one your authority asks for. Downloads include it.`}
        maxLength={12}
        autoComplete="off"
      />
    </EntryForm>
  );
}

/** Each list is added behind what is there. */
export function PresetForm() {
  const { i18n } = useLingui();
  const sent = useNavigation().formData;
  const adding = sent?.get('intent') === 'preset' ? sent.get('preset') : null;
  return (
    <div className="flex flex-wrap gap-2">
      {PRESETS.map((preset) => (
        <Form key={preset} method="post">
          <input type="hidden" name="preset" value={preset} />
          <Button type="submit" name="intent" value="preset" icon={ListPlus} isPending={adding === preset}>
            {i18n._(PRESET_WORDS[preset])}
          </Button>
        </Form>
      ))}
    </div>
  );
}
