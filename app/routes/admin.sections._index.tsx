/** `/admin/sections`: courses with their sections by department, searched by address, and where they are added and corrected. */
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
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
import { SelectField, TextField } from '#app/components/ui/form/field';
import { PageHeader } from '#app/components/ui/page-header';
import { withApi } from '#app/trpc/caller.server';
import { plural } from '#domain/plural';

export const meta: MetaFunction = () => [{ title: 'Sections · Muster' }];

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
  const { search, departmentId, isArchived } = question;
  return (
    <Form
      method="get"
      role="search"
      noValidate
      className="mb-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,12rem)_auto_auto]"
    >
      <TextField
        key={search}
        label="Course, section or department"
        name="q"
        type="search"
        defaultValue={search}
        required={false}
      />
      <SelectField key={`d-${departmentId}`} label="Department" name="department" defaultValue={departmentId ?? ''} required>
        <option value="">All departments</option>
        {departments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField key={`a-${isArchived}`} label="Show" name="show" defaultValue={isArchived ? 'archived' : ''} required>
        <option value="">In use</option>
        <option value="archived">With archived</option>
      </SelectField>
      <Button type="submit" icon={Search}>
        Search
      </Button>
    </Form>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const [search] = useSearchParams();
  if (pages === 1) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2">
      {page > 1 && <ButtonLink to={searchLink(search, { page: String(page - 1) })}>Previous page</ButtonLink>}
      <span className="figures px-2 text-sm text-ink-muted">{`Page ${page} of ${pages}`}</span>
      {page < pages && <ButtonLink to={searchLink(search, { page: String(page + 1) })}>Next page</ButtonLink>}
    </nav>
  );
}

export default function Sections() {
  const { courses, total, page, pages, question, departments, choices } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>() ?? undefined;
  const inUse = departments.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <PageHeader title="Sections" lead={plural(total, 'course', 'courses')} />
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
                <EmptyState icon={School} title={question.search ? 'Nothing found' : 'No courses yet'}>
                  {question.search
                    ? 'Try part of a code or title, or another department.'
                    : 'Add a department, then its courses, then their sections.'}
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
