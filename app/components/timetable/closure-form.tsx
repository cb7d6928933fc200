/** A new closure, or one that is edited in its place. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Form, useNavigation } from '@remix-run/react';
import type { Closure } from '#domain/closure';
import { Button, ButtonLink } from '../button';
import { TextField } from '../field';
import { fieldProps } from '../field-props';
import { FormErrors } from '../form-errors';

type Typed = Record<'name' | 'fromDay' | 'untilDay', string>;

export type ClosureFormProps = { closure: Closure | null; lastResult: SubmissionResult<string[]> | null };

/** Name, first and last day. Its action is the page's. */
export function ClosureForm({ closure, lastResult }: ClosureFormProps) {
  const intent = closure ? 'edit' : 'create';
  const isPending = useNavigation().formData?.get('intent') === intent;
  const [form, fields] = useForm<Typed>({
    id: closure ? `closure-${closure.id}` : 'new-closure',
    lastResult,
    defaultValue: closure ? { name: closure.name, fromDay: closure.fromDay, untilDay: closure.untilDay } : {},
  });
  return (
    <Form method="post" action="/admin/timetable/closures" id={form.id} onSubmit={form.onSubmit} className="grid gap-4">
      <FormErrors errors={form.errors} />
      {closure && <input type="hidden" name="closureId" value={closure.id} />}
      <TextField {...fieldProps(fields.name)} label="Name" required autoComplete="off" />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField {...fieldProps(fields.fromDay)} label="First day" type="date" required />
        <TextField {...fieldProps(fields.untilDay)} label="Last day" type="date" required />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value={intent} variant="primary" isPending={isPending}>
          {closure ? 'Save closure' : 'Add closure'}
        </Button>
        {closure && <ButtonLink to="/admin/timetable/closures">Cancel</ButtonLink>}
      </div>
    </Form>
  );
}
