/** `/admin/people`: everybody, searched, narrowed and sorted by address, and changed many at once. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { UserPlus, UserSearch } from 'lucide-react';
import { applyBulk } from '#app/actions/apply-bulk.server';
import { intentOf } from '#app/actions/sent-form.server';
import { searchLink } from '#app/components/calendar/search-link';
import { BULK_ACTIONS, bulkResult } from '#app/components/person/bulk';
import { BulkNotice } from '#app/components/person/bulk-notice';
import { PeopleList } from '#app/components/person/people-list';
import { PeopleSearch } from '#app/components/person/people-search';
import { peopleText, VIEW_WORDS } from '#app/components/person/person-words';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLink } from '#app/components/ui/page-links';
import { readOrder } from '#app/components/ui/sort-head';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { countPeople, PEOPLE_SORTS, PEOPLE_VIEWS } from '#domain/person/person';
import { ROLES, type Role } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`People`);

/** What an address asks for; what it cannot mean is left at its default. */
function readQuestion(search: URLSearchParams) {
  return {
    search: (search.get('q') ?? '').trim().slice(0, 100),
    role: ROLES.find((role) => role === search.get('role')) ?? null,
    show: PEOPLE_VIEWS.find((view) => view === search.get('show')) ?? ('current' as const),
    ...readOrder(search.get('sort'), PEOPLE_SORTS, 'name'),
    after: paths.idIn(search, 'after'),
  };
}

export function loader(args: LoaderFunctionArgs) {
  const question = readQuestion(new URL(args.request.url).searchParams);
  return withApi(args, async (api) => ({ question, ...(await api.person.list(question)) }));
}

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const { form } = args.context;
  const intent = intentOf(form, BULK_ACTIONS);
  const userIds = form.getAll('userId').map(Number).filter(Number.isSafeInteger);
  if (userIds.length === 0) return bulkResult(i18n, intent, []);
  return withApi(args, async (api) => bulkResult(i18n, intent, await applyBulk(api, intent, userIds)));
}

function countsByRole(data: ReturnType<typeof useLoaderData<typeof loader>>): Record<Role, number> {
  const { counts, question } = data;
  const count = (role: Role) => countPeople(counts, { role, show: question.show });
  return { admin: count('admin'), teacher: count('teacher'), assistant: count('assistant'), student: count('student') };
}

function Nobody({ isSearch }: { isSearch: boolean }) {
  const { t } = useLingui();
  return (
    <EmptyState icon={UserSearch} title={isSearch ? t`Nobody found` : t`Nobody here`}>
      {isSearch ? t`Try the beginning of a name or of an email address, or another view.` : t`People in this state appear here.`}
    </EmptyState>
  );
}

export default function People() {
  const { i18n, t } = useLingui();
  const data = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { people, counts, next, question } = data;
  const { role, show } = question;
  const links = PEOPLE_VIEWS.map((view) => ({
    to: searchLink(search, { show: view, after: null }),
    label: i18n._(VIEW_WORDS[view]),
    count: countPeople(counts, { role, show: view }),
    isCurrent: view === show,
  }));
  return (
    <>
      <PageHeader
        title={t`People`}
        lead={peopleText(i18n, countPeople(counts, { role, show }))}
        actions={
          <ButtonLink to={paths.newPerson()} icon={UserPlus} variant="primary">
            <Trans>Add a person</Trans>
          </ButtonLink>
        }
      />
      {result && <BulkNotice {...result} />}
      <PeopleSearch question={question} counts={countsByRole(data)} />
      <div className="mb-4">
        <FilterLinks label={t`Show`} links={links} />
      </div>
      <Card isFlush>
        {people.length > 0 ? (
          <PeopleList key={search.toString()} people={people} view={show} order={question} />
        ) : (
          <Nobody isSearch={question.search !== '' || role !== null} />
        )}
        {(next !== null || question.after !== null) && (
          <nav aria-label={t`Pages`} className="flex flex-wrap gap-2 border-t border-line px-4 py-3 sm:px-5">
            {question.after !== null && (
              <PageLink to={searchLink(search, { after: null })}>
                <Trans>Back to the first</Trans>
              </PageLink>
            )}
            {next !== null && (
              <PageLink to={searchLink(search, { after: String(next) })}>
                <Trans>Next page</Trans>
              </PageLink>
            )}
          </nav>
        )}
      </Card>
    </>
  );
}
