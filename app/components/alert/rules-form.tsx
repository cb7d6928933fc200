/** The form of alert rules: its fields, whom they would tell, and saving. The action is the page's. */
import { useForm } from '@conform-to/react';
import { Trans } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { UnsavedGuard, useDirty } from '#app/components/ui/form/unsaved-guard';
import type { AlertPreview } from '#domain/alert/alert';
import { RuleFields, type TypedRules } from './rule-fields';
import { RulePreview } from './rule-preview';

type Typed = TypedRules & { escalateAfterDays?: string };
type Questions = ReturnType<typeof useForm<Typed>>[1];

type RulesFormProps = {
  typed: Typed;
  /** The school's line, in thousandths. */
  threshold: number;
  isOfSection: boolean;
  hidden: Record<string, string | number>;
  outcome:
    | { result: Parameters<typeof useForm<Typed>>[0]['lastResult']; preview: AlertPreview | null; message: string | null }
    | undefined;
  /** More questions. */
  children?: (fields: Questions) => ReactNode;
};

export function RulesForm({ typed, threshold, isOfSection, hidden, outcome, children }: RulesFormProps) {
  const [form, fields] = useForm<Typed>({ id: 'alert-rules', lastResult: outcome?.result ?? null, defaultValue: typed });
  const sent = useNavigation().formData?.get('intent');
  const [isDirty, onChange] = useDirty(outcome);
  return (
    <Form
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      onChange={onChange}
      preventScrollReset
      className="grid max-w-3xl gap-4 lg:gap-6"
    >
      {/* The first button is what Enter presses. */}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="hidden" />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <UnsavedGuard isDirty={isDirty} />
      <FormErrors errors={form.errors} />
      <RuleFields fields={fields} threshold={threshold} isOfSection={isOfSection} />
      {children?.(fields)}
      <RulePreview preview={outcome?.preview ?? null} isPending={sent === 'preview'} />
      <div>
        <Button type="submit" name="intent" value="save" variant="primary" isPending={sent === 'save'}>
          <Trans>Save rules</Trans>
        </Button>
      </div>
    </Form>
  );
}
