/** `/admin/audit`: every change of a mark and every administrative act, narrowed by address; verifying that nobody has altered them. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useLocation, useSearchParams } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Download, History, ShieldCheck } from 'lucide-react';
import { AuditEntries } from '#app/components/audit/audit-entries';
import { AuditFilter } from '#app/components/audit/audit-filter';
import { readAfter, readAuditFilter } from '#app/components/audit/audit-question';
import { VerificationNotice } from '#app/components/audit/verification';
import { searchLink } from '#app/components/calendar/search-link';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Audit log`);

export function loader(args: LoaderFunctionArgs) {
  const { searchParams } = new URL(args.request.url);
  const filter = readAuditFilter(searchParams);
  const after = readAfter(searchParams);
  return withApi(args, async (api) => {
    const [page, names] = await Promise.all([api.audit.list({ ...filter, after }), api.audit.names(filter)]);
    return { ...page, names, filter, after };
  });
}

export function action(args: ActionFunctionArgs) {
  return withApi(args, (api) => api.audit.verify());
}

function Actions() {
  const { search } = useLocation();
  return (
    <>
      <ButtonLink to={paths.auditFile(search)} icon={Download} reloadDocument>
        <Trans>CSV</Trans>
      </ButtonLink>
      <Form method="post">
        <Button type="submit" icon={ShieldCheck}>
          <Trans>Verify the history</Trans>
        </Button>
      </Form>
    </>
  );
}

function Pages({ after, next }: { after: string | null; next: string | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (after === null && next === null) return null;
  return (
    <nav aria-label={t`Pages`} className="flex flex-wrap gap-2 border-t border-line px-4 py-3 sm:px-5">
      {after !== null && (
        <ButtonLink to={searchLink(search, { after: null })}>
          <Trans>Back to the newest</Trans>
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink to={searchLink(search, { after: next })}>
          <Trans>Older</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}

export default function AuditLog() {
  const { t } = useLingui();
  const { rows, next, after, filter, names } = useLoaderData<typeof loader>();
  const verification = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={t`Audit log`}
        lead={t`Every change of a mark, and everything that was done with people, classes and settings.`}
        actions={<Actions />}
      />
      {verification && <VerificationNotice verification={verification} />}
      <AuditFilter filter={filter} names={names} />
      <Card isFlush>
        {rows.length > 0 ? (
          <AuditEntries entries={rows} />
        ) : (
          <EmptyState icon={History} title={t`No entries`}>
            <Trans>Nothing was done that fits. Try more days, or everything that was done.</Trans>
          </EmptyState>
        )}
        <Pages after={after} next={next} />
      </Card>
    </>
  );
}
