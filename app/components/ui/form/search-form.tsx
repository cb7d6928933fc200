/** A form that narrows a list by the address: a choice is asked at once, what is typed as soon as the typing pauses. */
import { Trans } from '@lingui/react/macro';
import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { Search } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { TextField } from './field';

/** Longer than between two letters of somebody who types. */
const PAUSE_MS = 300;

/** Sends the form; typing again begins the pause anew, whoever goes elsewhere meanwhile is left alone, and what was asked replaces the
 *  address. */
function useAsking() {
  const submit = useSubmit();
  const { state } = useNavigation();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    if (state !== 'idle') clearTimeout(timer.current);
  }, [state]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (form: HTMLFormElement) => submit(form, { replace: true, preventScrollReset: true });
  return ({ target, currentTarget: form }: FormEvent<HTMLFormElement>) => {
    clearTimeout(timer.current);
    if (target instanceof HTMLSelectElement) ask(form);
    else if (target instanceof HTMLInputElement && target.type === 'search') timer.current = setTimeout(ask, PAUSE_MS, form);
  };
}

const IN_A_LINE = 'mb-4 grid grid-cols-2 items-end gap-3 sm:auto-cols-auto sm:grid-flow-col sm:grid-cols-[minmax(0,1fr)]';

export type SearchFormProps = {
  /** Its name for readers, where a page has several. */
  label?: string;
  className?: string;
  children: ReactNode;
};

export function SearchForm({ label, className = IN_A_LINE, children }: SearchFormProps) {
  const ask = useAsking();
  return (
    <Form
      method="get"
      role="search"
      aria-label={label}
      noValidate
      preventScrollReset
      onChange={ask}
      className={cx(className, 'print:hidden')}
    >
      {children}
    </Form>
  );
}

/** Sends the form where there is no script; with it what is typed and chosen is asked by itself. */
export function SearchButton() {
  return (
    <noscript>
      <Button type="submit" icon={Search}>
        <Trans>Search</Trans>
      </Button>
    </noscript>
  );
}

/** The words of a search. The address gives the value anew when it changes by other ways than typing. */
export function SearchField({
  label,
  name,
  value,
  className,
}: {
  label: string;
  name: string;
  value: string;
  className?: string;
}) {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = field.current?.querySelector('input');
    if (input && input !== document.activeElement) input.value = value;
  }, [value]);
  return (
    <div ref={field} className={className ?? 'max-sm:col-span-full'}>
      <TextField label={label} name={name} type="search" defaultValue={value} autoComplete="off" saysOptional={false} />
    </div>
  );
}
