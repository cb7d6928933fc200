/** A new guardian of a student, or one that is changed in its place. Works before the page's script has loaded. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import { EntryForm } from '#app/components/ui/form/entry-form';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FIELDS_IN_LINE } from '#app/components/ui/form/fields-in-line';
import * as paths from '#app/paths';
import type { Guardian } from '#domain/person/guardian';

type Typed = Record<'name' | 'relation' | 'email', string>;

export type GuardianFormProps = {
  studentId: number;
  /** Null for a new one. */
  guardian: Guardian | null;
  lastResult: SubmissionResult<string[]> | null;
};

/** Its action is the page's. */
export function GuardianForm({ studentId, guardian, lastResult }: GuardianFormProps) {
  const { t } = useLingui();
  const intent = guardian ? 'edit' : 'add';
  const defaultValue = guardian ? { name: guardian.name, relation: guardian.relation ?? '', email: guardian.email } : {};
  const [form, fields] = useForm<Typed>({ id: `guardian-${guardian?.id ?? 'new'}`, lastResult, defaultValue });
  return (
    <EntryForm
      {...{ form, intent }}
      page={paths.guardians(studentId)}
      submit={guardian ? t`Save guardian` : t`Add guardian`}
      isInPlace={guardian !== null}
    >
      <input type="hidden" name="studentId" value={studentId} />
      {guardian && <input type="hidden" name="guardianId" value={guardian.id} />}
      <div className={cx(FIELDS_IN_LINE, 'sm:grid-cols-2')}>
        <TextField {...fieldProps(fields.name)} label={t`Name`} required maxLength={100} autoComplete="off" />
        <TextField
          {...fieldProps(fields.relation)}
          label={t`Relation`}
          hint={t`Such as mother, or foster parent.`}
          maxLength={40}
          autoComplete="off"
        />
      </div>
      <TextField
        {...fieldProps(fields.email)}
        label={t`Email`}
        hint={guardian ? t`Another address has to be confirmed again.` : t`They are asked to confirm it before anything is sent.`}
        type="email"
        required
        autoComplete="off"
      />
    </EntryForm>
  );
}
