/** Choosing several of a list by ticking them; the list scrolls by itself where it is long. */
import type { ReactNode } from 'react';
import { CheckboxField, FieldErrors } from './field';

export type TickOption = { value: number; label: string; isHidden?: boolean };

export type TickListProps = {
  legend: string;
  name: string;
  options: readonly TickOption[];
  /** Values that are ticked at first, as forms hold them. */
  ticked: readonly string[];
  errors?: string[] | undefined;
  className?: string;
  /** Between the legend and the list. */
  children?: ReactNode;
};

export function TickList({ legend, name, options, ticked, errors, className = 'max-h-72', children }: TickListProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {children}
      <div className={`${className} overflow-y-auto rounded-md border border-line px-3 py-1`}>
        {options.map(({ value, label, isHidden }) => (
          <CheckboxField
            key={value}
            name={name}
            value={value}
            defaultChecked={ticked.includes(String(value))}
            label={label}
            className={isHidden ? 'hidden' : undefined}
          />
        ))}
      </div>
      <FieldErrors errors={errors} />
    </fieldset>
  );
}
