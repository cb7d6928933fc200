/** A form that narrows a list by the address: a choice from a list is asked at once, what is typed when it is sent. */
import { Form, useSubmit } from '@remix-run/react';
import type { ReactNode } from 'react';

export function SearchForm({ children }: { children: ReactNode }) {
  const submit = useSubmit();
  return (
    <Form
      method="get"
      role="search"
      noValidate
      onChange={(event) => event.target instanceof HTMLSelectElement && submit(event.currentTarget, { replace: true })}
      className="mb-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]"
    >
      {children}
    </Form>
  );
}
