/** One question of a form: label, hint, control and errors, wired for readers. Native controls; what was typed is the caller's to keep. */
import { Trans } from '@lingui/react/macro';
import { CircleAlert } from 'lucide-react';
import { type ComponentPropsWithoutRef, type ReactNode, useId } from 'react';
import { cx } from '#app/components/ui/cx';

type FieldText = {
  label: string;
  /** Where the place says what is asked: only readers hear the label. */
  isLabelHidden?: boolean;
  /** Said before the answer, not after it: what is expected. */
  hint?: ReactNode;
  /** Messages of this field; none when it is fine. */
  errors?: string[];
};

/** Whether it says that it may be left empty; a filter goes without saying. */
type MayBeEmpty = { saysOptional?: boolean };

const CONTROL = cx(
  'row-start-3 block w-full rounded-md border border-edge bg-surface-raised px-3 text-base text-ink',
  'placeholder:text-ink-muted disabled:bg-surface-sunken disabled:text-ink-muted',
  'aria-invalid:border-absent aria-invalid:outline-absent',
  'file:my-1.5 file:me-3 file:-ms-1.5 file:h-8 file:rounded-sm file:bg-surface-sunken file:px-3 file:text-sm file:font-medium',
);

/** A field is as wide as what it holds, where that is known. */
const WIDTHS: Record<string, string> = { number: 'max-w-28', date: 'max-w-48', time: 'max-w-36' };

/** Ids and ARIA attributes that tie a control to its hint, unit and errors. */
function useField({ hint, errors, unit }: FieldText & { unit?: string }, givenId?: string) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const hasErrors = Boolean(errors?.length);
  const described = cx(hint !== undefined && `${id}-hint`, unit && `${id}-unit`, hasErrors && `${id}-error`);
  return { id, aria: { id, 'aria-describedby': described || undefined, 'aria-invalid': hasErrors || undefined } };
}

/** Errors of a field or a form: icon and words, never colour alone. Renders nothing when there are none. */
export function FieldErrors({ id, errors }: { id?: string; errors?: string[] }) {
  if (!errors?.length) return null;
  return (
    <p id={id} className="row-start-4 mt-1.5 flex items-start gap-1.5 text-sm font-medium text-absent">
      <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <span>{errors.join(' ')}</span>
    </p>
  );
}

type FrameProps = FieldText & { id: string; isOptional: boolean; className?: string; children: ReactNode };

function Frame({ id, label, isLabelHidden, hint, errors, isOptional, className, children }: FrameProps) {
  return (
    <div className={className}>
      <label
        htmlFor={id}
        className={isLabelHidden ? 'sr-only' : 'row-start-1 mb-1.5 flex flex-wrap items-baseline gap-x-2 text-sm font-medium'}
      >
        {label}
        {isOptional && (
          <span className="font-normal text-ink-muted">
            <Trans>Optional</Trans>
          </span>
        )}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="row-start-2 -mt-0.5 mb-1.5 text-sm text-ink-muted">
          {hint}
        </p>
      )}
      {children}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}

export type TextFieldProps = FieldText &
  MayBeEmpty &
  ComponentPropsWithoutRef<'input'> & {
    trailing?: ReactNode;
    /** What a number counts, behind it. */
    unit?: string;
  };

/** A one-line answer. A field that is not `required` says "Optional". `trailing` sits at the end of the control. */
export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden, hint, errors, className, trailing, unit, saysOptional, ...input } = props;
  const { id, aria } = useField({ label, hint, errors, unit }, input.id);
  return (
    <Frame {...{ id, label, isLabelHidden, hint, errors, className }} isOptional={saysOptional ?? !input.required}>
      <div className={cx('relative row-start-3', unit && 'flex items-center gap-2.5')}>
        <input {...input} {...aria} className={cx(CONTROL, 'h-11', WIDTHS[input.type ?? ''], Boolean(trailing) && 'pe-12')} />
        {unit && (
          <span id={`${id}-unit`} className="text-ink-muted">
            {unit}
          </span>
        )}
        {trailing && <div className="absolute inset-y-0 end-0 flex items-center">{trailing}</div>}
      </div>
    </Frame>
  );
}

export type TextAreaFieldProps = FieldText & ComponentPropsWithoutRef<'textarea'>;

/** An answer of several lines. */
export function TextAreaField({ label, hint, errors, className, rows = 3, ...area }: TextAreaFieldProps) {
  const { id, aria } = useField({ label, hint, errors }, area.id);
  return (
    <Frame {...{ id, label, hint, errors, className }} isOptional={!area.required}>
      <textarea {...area} {...aria} rows={rows} className={cx(CONTROL, 'py-2.5')} />
    </Frame>
  );
}

export type SelectFieldProps = FieldText & MayBeEmpty & ComponentPropsWithoutRef<'select'>;

/** A choice from many; children are `<option>`s. For up to five, use radio cards. */
export function SelectField({ label, hint, errors, className, children, saysOptional, ...select }: SelectFieldProps) {
  const { id, aria } = useField({ label, hint, errors }, select.id);
  return (
    <Frame {...{ id, label, hint, errors, className }} isOptional={saysOptional ?? !select.required}>
      <select {...select} {...aria} className={cx(CONTROL, 'choice-arrow h-11 pe-9')}>
        {children}
      </select>
    </Frame>
  );
}

export type CheckboxFieldProps = FieldText & Omit<ComponentPropsWithoutRef<'input'>, 'type'>;

/** A yes or no; the whole line is the target. */
export function CheckboxField({ label, hint, errors, className, ...input }: CheckboxFieldProps) {
  const { id, aria } = useField({ label, hint, errors }, input.id);
  return (
    <div className={className}>
      <label className="touch flex items-center gap-3">
        <input {...input} {...aria} type="checkbox" className="size-5 shrink-0" />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="ps-8 text-sm text-ink-muted">
          {hint}
        </p>
      )}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}
