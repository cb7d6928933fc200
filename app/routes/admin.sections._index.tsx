/** `/admin/sections`: courses with their sections by department, searched by address, and where they are added and corrected. */

import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { School, Search } from 'lucide-react';
import { answerOf, runStructureForm } from '#app/actions/structure-action.server';
import { searchLink } from '#app/components/calendar/search-link';
import { AddForms, Departments } from '#app/components/section/add-forms';
import { CourseCard } from '#app/components/section/course-card';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { SelectField } from '#app/components/ui/form/field';
import { SearchField, SearchForm } from '#app/components/ui/form/search-form';
import { PageHeader } from '#app/components/ui/page-header';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Sections`);

/** A whole number above 0 from an address, or null. */
function readNumber(text: string | null): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

function readQuestion(search: URLSearchParams) {
  return {
    search: (search.get('q') ?? '').trim().slice(0, 100),
    departmentId: readNumber(search.get('department')),
    isArchived: search.get('show') === 'archived',
    page: Math.min(readNumber(search.get('page')) ?? 1, 10_000),
  };
}

export function loader(args: LoaderFunctionArgs) {
  const question = readQuestion(new URL(args.request.url).searchParams);
  return withApi(args, async (api) => {
    const [list, departments, courses] = await Promise.all([
      api.section.list(question),
      api.department.list(),
      api.course.list(),
    ]);
    return { ...list, question, departments, choices: courses };
  });
}

export async function action(args: ActionFunctionArgs) {
  return answerOf(await runStructureForm(args));
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function SectionSearch({ question, departments }: Pick<Data, 'question' | 'departments'>) {
  const { t } = useLingui();
  const { search, departmentId, isArchived } = question;
  return (
    <SearchForm>
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
          <Trans>With archived</Trans>
        </option>
      </SelectField>
      <Button type="submit" icon={Search}>
        <Trans>Search</Trans>
      </Button>
    </SearchForm>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  if (pages === 1) return null;
  return (
    <nav aria-label={t`Pages`} className="flex flex-wrap items-center gap-2">
      {page > 1 && (
        <ButtonLink to={searchLink(search, { page: String(page - 1) })}>
          <Trans>Previous page</Trans>
        </ButtonLink>
      )}
      <span className="figures px-2 text-sm text-ink-muted">{t`Page ${page} of ${pages}`}</span>
      {page < pages && (
        <ButtonLink to={searchLink(search, { page: String(page + 1) })}>
          <Trans>Next page</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}

export default function Sections() {
  const { t } = useLingui();
  const { courses, total, page, pages, question, departments, choices } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>() ?? undefined;
  const inUse = departments.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <PageHeader title={t`Sections`} lead={t`${plural(total, { one: '# course', other: '# courses' })}`} />
      <OutcomeNotice message={outcome?.message} refused={outcome?.refused} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem] lg:gap-6">
        <div className="min-w-0">
          <SectionSearch question={question} departments={departments} />
          <div className="grid gap-4">
            {courses.map((course) => (
              <CourseCard key={course.id} course={course} departments={inUse} result={outcome} />
            ))}
            {courses.length === 0 && (
              <Card>
                <EmptyState icon={School} title={question.search ? t`Nothing found` : t`No courses yet`}>
                  {question.search
                    ? t`Try part of a code or title, or another department.`
                    : t`Add a department, then its courses, then their sections.`}
                </EmptyState>
              </Card>
            )}
            <Pages page={page} pages={pages} />
          </div>
        </div>
        <div className="grid gap-4">
          <AddForms
            key={outcome?.message}
            departments={inUse}
            courses={choices.map(({ id, code, title }) => ({ value: id, label: `${title} (${code})` }))}
            result={outcome}
          />
          <Departments departments={departments} result={outcome} />
        </div>
      </div>
    </>
  );
}
