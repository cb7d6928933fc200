/** Links between the pages of a list that is read by key. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from './button';

/** Nothing on an only page. Each is an address, or null where it would lead nowhere. */
export function PageLinks({ first, next }: { first: string | null; next: string | null }) {
  const { t } = useLingui();
  if (first === null && next === null) return null;
  return (
    <nav aria-label={t`Pages`} className="mt-4 flex gap-2">
      {first !== null && (
        <ButtonLink to={first}>
          <Trans>First page</Trans>
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink to={next}>
          <Trans>Next page</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}
