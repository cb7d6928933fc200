/** `/admin/sections`: every section, searched, sorted and narrowed by address, and where sections, courses and departments are made. */

import { msg, plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { Plus, School } from 'lucide-react';
import { answerOf, runStructureForm } from '#app/actions/structure-action.server';
import { searchLink } from '#app/components/calendar/search-link';
import { SectionTable } from '#app/components/section/section-table';
import { StructureDialogs } from '#app/components/section/structure-dialogs';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { SelectField } from '#app/components/ui/form/field';
import { SearchButton, SearchField, SearchForm } from '#app/components/ui/form/search-form';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLink } from '#app/components/ui/page-links';
import { readOrder } from '#app/components/ui/sort-head';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { SECTION_SORTS } from '#domain/structure/section';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Sections`);

function readQuestion(search: URLSearchParams) {
  return {
    search: (search.get('q') ?? '').trim().slice(0, 100),
    departmentId: paths.idIn(search, 'department'),
    isArchived: search.get('show') === 'archived',
    ...readOrder(search.get('sort'), SECTION_SORTS, 'department'),
    page: Math.min(paths.idIn(search, 'page') ?? 1, 10_000),
  };
}

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  const question = readQuestion(search);
  return withApi(args, async (api) => {
    const [list, departments, courses] = await Promise.all([
      api.section.list(question),
      api.department.list(),
      search.has('open') ? api.course.list() : [],
    ]);
    return { ...list, question, departments, courses };
  });
}

export async function action(args: ActionFunctionArgs) {
  const outcome = await runStructureForm(args);
  if (outcome.next) throw redirect(outcome.next);
  return answerOf(outcome);
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** What a search leaves as it is. */
const KEPT = ['sort', 'pick'];

function SectionSearch({ question, departments }: Pick<Data, 'question' | 'departments'>) {
  const { t } = useLingui();
  const { search, departmentId, isArchived } = question;
  const [asked] = useSearchParams();
  return (
    <SearchForm>
      {KEPT.map((name) => asked.has(name) && <input key={name} type="hidden" name={name} value={asked.get(name) ?? ''} />)}
      <SearchField label={t`Course, section or department`} name="q" value={search} />
      <SelectField key={`d-${departmentId}`} label={t`Department`} name="department" defaultValue={departmentId ?? ''} required>
        <option value="">
          <Trans>All departments</Trans>
        </option>
        {departments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField key={`a-${isArchived}`} label={t`Show`} name="show" defaultValue={isArchived ? 'archived' : ''} required>
        <option value="">
          <Trans>In use</Trans>
        </option>
        <option value="archived">
          <Trans>Archived</Trans>
        </option>
      </SelectField>
      <SearchButton />
    </SearchForm>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (pages === 1) return null;
  return (
    <nav aria-label={t`Pages`} className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3 sm:px-5">
      {page > 1 && (
        <PageLink to={searchLink(search, { page: String(page - 1) })}>
          <Trans>Previous page</Trans>
        </PageLink>
      )}
      <span className="figures px-2 text-sm text-ink-muted">{t`Page ${page} of ${pages}`}</span>
      {page < pages && (
        <PageLink to={searchLink(search, { page: String(page + 1) })}>
          <Trans>Next page</Trans>
        </PageLink>
      )}
    </nav>
  );
}

function Actions() {
  const [search] = useSearchParams();
  const to = (open: string) => searchLink(search, { open, course: null });
  return (
    <>
      <ButtonLink to={to('departments')} preventScrollReset>
        <Trans>Departments</Trans>
      </ButtonLink>
      <ButtonLink to={to('course')} preventScrollReset>
        <Trans>Add a course</Trans>
      </ButtonLink>
      <ButtonLink to={to('section')} preventScrollReset variant="primary" icon={Plus}>
        <Trans>Add a section</Trans>
      </ButtonLink>
    </>
  );
}

/** Whoever was just let in is in no class yet: the row that is pressed enrols them. */
function PickNotice({ picked }: { picked: string | null }) {
  if (picked === null) return null;
  return (
    <Notice tone="info" className="mb-4">
      <Plural
        value={picked.split(',').length}
        one="Choose the section to enrol # person in."
        other="Choose the section to enrol # people in."
      />
    </Notice>
  );
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const { t } = useLingui();
  return (
    <EmptyState icon={School} title={isSearch ? t`Nothing found` : t`No sections yet`}>
      {isSearch
        ? t`Try part of a code or title, or another department.`
        : t`Add a department, then its courses, then their sections.`}
    </EmptyState>
  );
}

export default function Sections() {
  const { t } = useLingui();
  const { sections, total, page, pages, question, departments, courses } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>() ?? undefined;
  const [search] = useSearchParams();
  const notice = <OutcomeNotice message={outcome?.message} refused={outcome?.refused} />;
  // What was asked for in it is done.
  const open = outcome?.message ? null : search.get('open');
  return (
    <>
      <StructureDialogs {...{ departments, courses, open, notice }} result={outcome} />
      <PageHeader
        title={t`Sections`}
        lead={t`${plural(total, { one: '# section', other: '# sections' })}`}
        actions={<Actions />}
      />
      {open === null && notice}
      <PickNotice picked={search.get('pick')} />
      <SectionSearch question={question} departments={departments} />
      <Card isFlush>
        {sections.length > 0 ? (
          <SectionTable rows={sections} order={question} />
        ) : (
          <Nothing isSearch={question.search !== '' || question.departmentId !== null || question.isArchived} />
        )}
        <Pages page={page} pages={pages} />
      </Card>
    </>
  );
}
