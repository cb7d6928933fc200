/** A short form in a disclosure, one of several on a page. What was wrong is shown in it when it was the one that was sent. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';

export type Choice = { value: number; label: string };

export type SmallField = {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  type?: 'text' | 'date';
  isOptional?: boolean;
  /** Makes it a choice; the first entry says that nothing is chosen yet. */
  choices?: { none: string; all: readonly Choice[] };
};

/** What the page's last action came to. `form` is the id of the form that was sent. */
export type SmallResult = { form: string; errors: SubmissionResult<string[]> | null } | undefined;

export type SmallFormProps = {
  /** Unique on the page. */
  id: string;
  intent: string;
  fields: readonly SmallField[];
  /** Sent along. */
  hidden?: Record<string, number | string>;
  submit: string;
  result: SmallResult;
  children?: ReactNode;
  className?: string;
};

/** Text fields and choices, and a button. */
export function SmallForm({
  id,
  intent,
  fields,
  hidden = {},
  submit,
  result,
  children,
  className = 'grid gap-3',
}: SmallFormProps) {
  const lastResult = result?.form === id ? result.errors : undefined;
  const defaultValue = Object.fromEntries(fields.map(({ name, value = '' }) => [name, value]));
  const [form, metadata] = useForm<Record<string, string>>({ id, lastResult: lastResult ?? undefined, defaultValue });
  const isPending = useNavigation().formData?.get('form') === id;
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      className={className}
      preventScrollReset
    >
      <input type="hidden" name="form" value={id} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FormErrors errors={form.errors} />
      {fields.map(({ name, label, hint, type = 'text', isOptional, choices }) => {
        const field = metadata[name];
        const shared = { ...(field && fieldProps(field)), label, hint, required: !isOptional };
        return choices ? (
          <SelectField key={name} {...shared}>
            <option value="">{choices.none}</option>
            {choices.all.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </SelectField>
        ) : (
          <TextField key={name} {...shared} type={type} autoComplete="off" />
        );
      })}
      {children}
      <div>
        <Button type="submit" name="intent" value={intent} isPending={isPending}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}
