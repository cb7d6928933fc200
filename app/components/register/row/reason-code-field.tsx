/** A choice from the school's reasons for a mark; none is an answer too. */
import { useLingui } from '@lingui/react/macro';
import { SelectField } from '#app/components/ui/form/field';
import type { ReasonCode } from '#domain/correction/reason-code';

export type ReasonCodeFieldProps = {
  /** Of one status. */
  codes: readonly Pick<ReasonCode, 'id' | 'name'>[];
  /** What the mark has. */
  chosen?: number | null;
  isDisabled?: boolean;
  /** What no choice means. */
  none?: string;
};

/** Nothing where the school has no such reasons. */
export function ReasonCodeField({ codes, chosen = null, isDisabled = false, none }: ReasonCodeFieldProps) {
  const { t } = useLingui();
  if (codes.length === 0) return null;
  return (
    <SelectField label={t`Reason from the list`} name="reasonCodeId" defaultValue={chosen ?? ''} disabled={isDisabled}>
      <option value="">{none ?? t`None of these`}</option>
      {codes.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** The one a form has; undefined for none. */
export function reasonCodeIn(form: FormData): number | undefined {
  return Number(form.get('reasonCodeId')) || undefined;
}
