/** A new term or closure, or one that is edited in its place. */

import { type SubmissionResult, useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import * as paths from '#app/paths';

type Typed = Record<'name' | 'fromDay' | 'untilDay', string>;

export type PeriodFormProps = {
  kind: 'term' | 'closure';
  /** Null for a new one. */
  period: (Typed & { id: number }) | null;
  lastResult: SubmissionResult<string[]> | null;
};

const PAGES = { term: paths.terms(), closure: paths.closures() };
const ADD = { term: msg`Add term`, closure: msg`Add closure` };
const SAVE = { term: msg`Save term`, closure: msg`Save closure` };

/** Name, first and last day. Its action is the page's. */
export function PeriodForm({ kind, period, lastResult }: PeriodFormProps) {
  const { t } = useLingui();
  const intent = period ? 'edit' : 'create';
  const page = PAGES[kind];
  const isPending = useNavigation().formData?.get('intent') === intent;
  const [form, fields] = useForm<Typed>({
    id: `${kind}-${period?.id ?? 'new'}`,
    lastResult,
    defaultValue: period ? { name: period.name, fromDay: period.fromDay, untilDay: period.untilDay } : {},
  });
  return (
    <Form method="post" action={page} id={form.id} onSubmit={form.onSubmit} className="grid gap-4">
      <FormErrors errors={form.errors} />
      {period && <input type="hidden" name={`${kind}Id`} value={period.id} />}
      <TextField {...fieldProps(fields.name)} label={t`Name`} required autoComplete="off" className="max-w-md" />
      <div className="grid grid-cols-2 items-start gap-4 sm:flex">
        <TextField {...fieldProps(fields.fromDay)} label={t`First day`} type="date" required />
        <TextField {...fieldProps(fields.untilDay)} label={t`Last day`} type="date" required />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value={intent} variant="primary" isPending={isPending}>
          {t((period ? SAVE : ADD)[kind])}
        </Button>
        {period && (
          <ButtonLink to={page}>
            <Trans>Cancel</Trans>
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
