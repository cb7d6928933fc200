/** The terms that the slots of a timetable can be of. */
import { Trans } from '@lingui/react/macro';
import type { Term } from '#domain/timetable/term';

/** @param terms those that are not archived */
export function TermOptions({ terms }: { terms: readonly Pick<Term, 'id' | 'name'>[] }) {
  return (
    <>
      <option value="">
        <Trans>As the days say</Trans>
      </option>
      {terms.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </>
  );
}
