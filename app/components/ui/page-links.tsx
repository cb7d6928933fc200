/** Links between the pages of a list that is read by key. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink, type ButtonLinkProps } from './button';
import { TURNS_PAGE } from './hooks/use-route-focus';

/** A link to another page of the list, whose readers start at the heading again. */
export function PageLink(props: ButtonLinkProps) {
  return <ButtonLink {...props} state={TURNS_PAGE} />;
}

/** Nothing on an only page. Each is an address, or null where it would lead nowhere. */
export function PageLinks({ first, next }: { first: string | null; next: string | null }) {
  const { t } = useLingui();
  if (first === null && next === null) return null;
  return (
    <nav aria-label={t`Pages`} className="mt-4 flex gap-2">
      {first !== null && (
        <PageLink to={first}>
          <Trans>First page</Trans>
        </PageLink>
      )}
      {next !== null && (
        <PageLink to={next}>
          <Trans>Next page</Trans>
        </PageLink>
      )}
    </nav>
  );
}
