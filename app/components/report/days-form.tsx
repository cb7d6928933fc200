/** The days of figures, and when they are to be as at. All of it stands in the address. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { SearchForm } from '#app/components/ui/form/search-form';
import type { ReportQuery } from './report-query';

export type DaysFormProps = {
  query: ReportQuery;
  /** Whether figures can be as at an instant here. */
  hasTime?: boolean;
  /** What else is asked. */
  children?: ReactNode;
};

/** A choice is asked at once; days, once they are whole, with the button. */
export function DaysForm({ query, hasTime = false, children }: DaysFormProps) {
  const { t } = useLingui();
  return (
    <SearchForm className="mb-6 grid grid-cols-1 items-end gap-3 xs:grid-cols-2 lg:grid-cols-4">
      <TextField key={`from-${query.from}`} label={t`From`} name="from" type="date" required defaultValue={query.from} />
      <TextField key={`until-${query.until}`} label={t`Until`} name="until" type="date" required defaultValue={query.until} />
      {children}
      {hasTime && (
        <TextField
          key={`asAt-${query.asAt}`}
          label={t`As the registers stood on`}
          name="asAt"
          type="datetime-local"
          defaultValue={query.asAt}
          saysOptional={false}
          className="xs:col-span-2 lg:col-span-1"
        />
      )}
      <Button type="submit" className="xs:max-lg:col-span-2 lg:justify-self-start">
        <Trans>Show</Trans>
      </Button>
    </SearchForm>
  );
}
