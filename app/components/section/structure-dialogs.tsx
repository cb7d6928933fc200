/** What opens over the list of sections: adding a section or a course, changing a course, and the departments. The address says which
 *  (`?open=`), so that each can be linked to. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearchParams } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { searchLink } from '#app/components/calendar/search-link';
import { Dialog } from '#app/components/ui/dialog';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextLink } from '#app/components/ui/text-link';
import type { ListedCourse, ListedDepartment } from '#domain/structure/section';
import { type Choice, type SmallField, SmallForm, type SmallResult } from './small-form';
import { StructureActions } from './structure-actions';

/** Begins in its first field, and closes by going to the address without it. */
function AddressedDialog({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const close = () => {
    if (isOpen) navigate(searchLink(search, { open: null, course: null }), { replace: true, preventScrollReset: true });
  };
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) content.current?.querySelector<HTMLElement>('input:not([type=hidden]), select')?.focus();
  }, [isOpen]);
  return (
    <Dialog isOpen={isOpen} onClose={close} title={title}>
      <div ref={content}>{children}</div>
    </Dialog>
  );
}

function OtherDialog({ open, children }: { open: string; children: ReactNode }) {
  const [search] = useSearchParams();
  return (
    <p className="mt-4 text-sm text-ink-muted">
      <TextLink to={searchLink(search, { open, course: null })} replace preventScrollReset>
        {children}
      </TextLink>
    </p>
  );
}

type FormProps = { result: SmallResult; departments: readonly Choice[]; courses: readonly ListedCourse[] };

function NewSection({ result, courses }: FormProps) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const all = courses.filter(({ archivedAt }) => archivedAt === null);
  return (
    <>
      <SmallForm
        key={search.get('course')}
        id="section-new"
        intent="section.add"
        fields={[
          {
            name: 'courseId',
            label: t`Course`,
            value: search.get('course') ?? '',
            choices: {
              none: t`Choose a course`,
              all: all.map(({ id, code, title }) => ({ value: id, label: `${title} (${code})` })),
            },
          },
          { name: 'code', label: t`Section code`, hint: t`Short, such as A or 2.` },
        ]}
        submit={t`Add section`}
        result={result}
      />
      <OtherDialog open="course">
        <Trans>The course is not there yet: add it first</Trans>
      </OtherDialog>
    </>
  );
}

/** What is asked of a course: empty for a new one. */
function useCourseFields(departments: readonly Choice[], course?: ListedCourse): SmallField[] {
  const { t } = useLingui();
  return [
    {
      name: 'departmentId',
      label: t`Department`,
      value: course ? String(course.departmentId) : '',
      choices: { none: t`Choose a department`, all: departments },
    },
    { name: 'code', label: t`Course code`, hint: t`Unique in the school, such as MA101.`, value: course?.code ?? '' },
    { name: 'title', label: t`Title`, value: course?.title ?? '' },
  ];
}

function NewCourse({ result, departments }: FormProps) {
  const { t } = useLingui();
  return (
    <>
      <SmallForm
        id="course-new"
        intent="course.add"
        fields={useCourseFields(departments)}
        submit={t`Add course`}
        result={result}
      />
      <OtherDialog open="departments">
        <Trans>The department is not there yet: add it first</Trans>
      </OtherDialog>
    </>
  );
}

function ChangeCourse({ course, departments, result }: { course: ListedCourse } & Pick<FormProps, 'departments' | 'result'>) {
  const { t } = useLingui();
  const { id, title, archivedAt } = course;
  return (
    <>
      <SmallForm
        id={`course-${id}`}
        intent="course.edit"
        hidden={{ courseId: id }}
        fields={useCourseFields(departments, course)}
        submit={t`Save course`}
        result={result}
        className="mb-4 grid gap-3"
      />
      <StructureActions noun="course" id={id} label={title} isArchived={archivedAt !== null} />
    </>
  );
}

function Departments({ departments, result }: { departments: readonly ListedDepartment[]; result: SmallResult }) {
  const { t } = useLingui();
  return (
    <>
      <SmallForm
        id="department-new"
        intent="department.add"
        fields={[{ name: 'name', label: t`New department` }]}
        submit={t`Add department`}
        result={result}
        className="mb-4 grid gap-3"
      />
      {departments.map(({ id, name, archivedAt, courses }) => (
        <Disclosure
          key={id}
          isOpen={result?.form === `department-${id}`}
          summary={
            <>
              {name}{' '}
              <span className="text-sm font-normal text-ink-muted">
                {t`${plural(courses, { one: '# course', other: '# courses' })}`}
                {archivedAt !== null && `, ${t`archived`}`}
              </span>
            </>
          }
        >
          <SmallForm
            id={`department-${id}`}
            intent="department.edit"
            hidden={{ departmentId: id }}
            fields={[{ name: 'name', label: t`Name`, value: name }]}
            submit={t`Save name`}
            result={result}
            className="mb-3 grid gap-3"
          />
          <StructureActions noun="department" id={id} label={name} isArchived={archivedAt !== null} />
        </Disclosure>
      ))}
    </>
  );
}

export type StructureDialogsProps = {
  departments: readonly ListedDepartment[];
  /** Only while one is open. */
  courses: readonly ListedCourse[];
  /** Null where none is open, or what it asked for is done. */
  open: string | null;
  /** Why what was asked for in it could not be done. */
  notice: ReactNode;
  result: SmallResult;
};

/** One of them at a time. */
export function StructureDialogs({ departments, courses, open, notice, result }: StructureDialogsProps) {
  const { t } = useLingui();
  const inUse = departments.filter(({ archivedAt }) => archivedAt === null).map(({ id, name }) => ({ value: id, label: name }));
  const course = courses.find(({ id }) => open === `course-${id}`);
  const shared = { result, departments: inUse, courses };
  return (
    <>
      <AddressedDialog title={t`Add a section`} isOpen={open === 'section'}>
        <NewSection {...shared} />
      </AddressedDialog>
      <AddressedDialog title={t`Add a course`} isOpen={open === 'course'}>
        <NewCourse {...shared} />
      </AddressedDialog>
      <AddressedDialog title={t`Departments`} isOpen={open === 'departments'}>
        {notice}
        <Departments departments={departments} result={result} />
      </AddressedDialog>
      <AddressedDialog title={course ? `${course.title} (${course.code})` : t`Course`} isOpen={course !== undefined}>
        {notice}
        {course && <ChangeCourse course={course} departments={inUse} result={result} />}
      </AddressedDialog>
    </>
  );
}
