/** `/admin/audit`: every change of a mark and every administrative act, narrowed by address; verifying that nobody has altered them. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useLocation, useSearchParams } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Download, History, ShieldCheck } from 'lucide-react';
import { AuditEntries } from '#app/components/audit/audit-entries';
import { AuditFilter } from '#app/components/audit/audit-filter';
import { AuditFind, type Found } from '#app/components/audit/audit-find';
import { readAfter, readAuditFilter, readFind } from '#app/components/audit/audit-question';
import { VerificationNotice } from '#app/components/audit/verification';
import { searchLink } from '#app/components/calendar/search-link';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Audit log`);

export function loader(args: LoaderFunctionArgs) {
  const { searchParams } = new URL(args.request.url);
  const filter = readAuditFilter(searchParams);
  const after = readAfter(searchParams);
  const find = readFind(searchParams);
  return withApi(args, async (api) => {
    const [page, names, found] = await Promise.all([
      api.audit.list({ ...filter, after }),
      api.audit.names(filter),
      find === '' ? null : lookFor(api, find),
    ]);
    return { ...page, names, filter, after, find, found };
  });
}

/** As many of each kind are offered. */
const MOST_FOUND = 8;

/** People and classes by the words of their names. */
async function lookFor(api: Api, find: string): Promise<Found> {
  const peopleOf = (show: 'current' | 'archived') => api.person.list({ search: find, show, limit: MOST_FOUND + 1 });
  const [here, gone, sections] = await Promise.all([peopleOf('current'), peopleOf('archived'), api.classSession.sections()]);
  const people = [...here.people, ...gone.people];
  const words = find.toLowerCase().split(/\s+/);
  const fitting = sections
    .map(({ sectionId, courseTitle, courseCode, sectionCode }) => ({
      ...{ id: sectionId, name: `${courseTitle} (${courseCode} ${sectionCode})` },
    }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  return {
    people: people.slice(0, MOST_FOUND).map(({ id, name, role }) => ({ id, name, role })),
    sections: fitting.slice(0, MOST_FOUND),
    isMore: Math.max(people.length, fitting.length) > MOST_FOUND,
  };
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
  const { rows, next, after, filter, names, find, found } = useLoaderData<typeof loader>();
  const verification = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={t`Audit log`}
        lead={t`Every change of a mark, and everything that was done with people, classes and settings.`}
        actions={<Actions />}
      />
      {verification && <VerificationNotice verification={verification} />}
      <AuditFind find={find} found={found} />
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
