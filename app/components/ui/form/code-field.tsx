/** A short code as boxes, one a digit. It is one field, so that pasting, a suggested code, and readers work as in any other. */
import { type RefObject, useId } from 'react';
import { cx } from '#app/components/ui/cx';
import { useTakenOver } from '#app/components/ui/hooks/use-taken-over';
import { FieldErrors } from './field';

export type CodeFieldProps = {
  label: string;
  hint: string;
  name: string;
  digits: number;
  value: string;
  errors?: string[] | undefined;
  field: RefObject<HTMLInputElement>;
  onType: (text: string) => void;
};

function Box({ digit, isNext, isWrong }: { digit: string; isNext: boolean; isWrong: boolean }) {
  return (
    <span
      className={cx(
        'grid h-14 min-w-0 place-items-center rounded-md border bg-surface-raised text-2xl font-semibold',
        isWrong ? 'border-absent' : 'border-edge',
        isNext && 'group-focus-within:outline-2 group-focus-within:outline-accent',
      )}
    >
      {digit}
    </span>
  );
}

/** The boxes are drawn; the field lies over them, unseen. */
export function CodeField({ label, hint, name, digits, value, errors, field, onType }: CodeFieldProps) {
  const id = useId();
  const isWrong = Boolean(errors?.length);
  useTakenOver(() => {
    if (field.current?.value) onType(field.current.value);
  });
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <p id={`${id}-hint`} className="mb-1.5 text-sm text-ink-muted">
        {hint}
      </p>
      <div className="group relative" dir="ltr">
        <div className="figures grid grid-cols-6 gap-1.5" aria-hidden="true">
          {Array.from({ length: digits }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place of a box is what it is.
            <Box key={index} digit={value[index] ?? ''} isNext={index === value.length} isWrong={isWrong} />
          ))}
        </div>
        <input
          ref={field}
          id={id}
          name={name}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          value={value}
          onChange={(event) => onType(event.target.value)}
          aria-describedby={cx(`${id}-hint`, isWrong && `${id}-error`)}
          aria-invalid={isWrong || undefined}
          className="absolute inset-0 size-full opacity-0"
        />
      </div>
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}
