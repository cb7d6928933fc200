/** A choice from a few, each with a line of explanation: one native radio group, so arrow keys and readers work as everywhere. */
import type { LucideIcon } from 'lucide-react';
import { useId, useRef } from 'react';
import { cx } from '#app/components/ui/cx';
import { useTakenOver } from '#app/components/ui/hooks/use-taken-over';
import { FieldErrors } from './field';

export type RadioCard<Value extends string> = { value: Value; label: string; hint?: string; icon?: LucideIcon };

export type RadioCardsProps<Value extends string> = {
  legend: string;
  name: string;
  options: readonly RadioCard<Value>[];
  defaultValue?: Value;
  /** Told of each choice; the group stays uncontrolled, so it works before the page's script has loaded. */
  onChange?: (value: Value) => void;
  errors?: string[];
  required?: boolean;
  className?: string;
};

const CARD = cx(
  'touch flex items-start gap-3 rounded-lg border border-line bg-surface-raised p-3 transition-colors hover:border-edge',
  'has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent',
  'has-focus-visible:outline-offset-2 forced-colors:has-checked:outline-2',
);

/** Cards of one radio group named by `legend`. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, name, options, defaultValue, onChange, errors, required, className } = props;
  const errorId = useId();
  const hasErrors = Boolean(errors?.length);
  const group = useRef<HTMLFieldSetElement>(null);
  useTakenOver(() => {
    const chosen = group.current?.querySelector<HTMLInputElement>(':checked')?.value;
    const option = options.find(({ value }) => value === chosen);
    if (option && option.value !== defaultValue) onChange?.(option.value);
  });
  return (
    <fieldset
      ref={group}
      className={className}
      aria-describedby={hasErrors ? errorId : undefined}
      aria-invalid={hasErrors || undefined}
    >
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="grid gap-2">
        {options.map(({ value, label, hint, icon: Icon }) => (
          <label key={value} className={CARD}>
            <input
              type="radio"
              name={name}
              value={value}
              defaultChecked={value === defaultValue}
              onChange={() => onChange?.(value)}
              required={required}
              className="mt-0.5 size-5 shrink-0 outline-none"
            />
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{label}</span>
              {hint && <span className="block text-sm text-ink-muted">{hint}</span>}
            </span>
            {Icon && <Icon className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
          </label>
        ))}
      </div>
      <FieldErrors id={errorId} errors={errors} />
    </fieldset>
  );
}
