/** A form that narrows a list by the address: a choice is asked at once, what is typed as soon as the typing pauses. */
import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
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

export function SearchForm({ children }: { children: ReactNode }) {
  return (
    <Form
      method="get"
      role="search"
      noValidate
      onChange={useAsking()}
      className="mb-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]"
    >
      {children}
    </Form>
  );
}

/** The words of a search. The address gives the value anew when it changes by other ways than typing. */
export function SearchField({ label, name, value }: { label: string; name: string; value: string }) {
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = field.current?.querySelector('input');
    if (input && input !== document.activeElement) input.value = value;
  }, [value]);
  return (
    <div ref={field}>
      <TextField label={label} name={name} type="search" defaultValue={value} autoComplete="off" saysOptional={false} />
    </div>
  );
}
