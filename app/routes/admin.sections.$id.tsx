/** `/admin/sections/:id`: one section with its staff and roll. `?staff=` and `?student=` look for people to add, `?enrolment=` opens one. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';

import { BellRing, ChartColumn, History, IdCard, Undo2 } from 'lucide-react';

import { runSectionForm, type SectionOutcome } from '#app/actions/section-action.server';
import { answerOf, runStructureForm } from '#app/actions/structure-action.server';
import { EnrolmentCard } from '#app/components/section/enrolment-card';
import { RollCard } from '#app/components/section/roll-card';
import { RollEffectNotice } from '#app/components/section/roll-effect';
import { SmallForm, type SmallResult } from '#app/components/section/small-form';
import { StaffCard } from '#app/components/section/staff-card';
import { StructureActions } from '#app/components/section/structure-actions';
import { WeekCard } from '#app/components/section/week-card';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { OutcomeNotice, ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import type { Role } from '#domain/person/user';
import { MOST_AT_ONCE } from '#domain/structure/enrolment';

/** People offered for one search. */
const FOUND = 20;

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page ? `${page.section.courseCode} ${page.section.code}` : msg`Section`);

async function find(api: Api, search: string, roles: readonly Role[]) {
  if (search === '') return null;
  const lists = await Promise.all(roles.map((role) => api.person.list({ search, role, limit: FOUND })));
  const people = lists.flatMap((list) => list.people).slice(0, FOUND);
  return people.map(({ id, name, email }) => ({ id, name, email }));
}

const isId = (id: number) => Number.isSafeInteger(id) && id > 0;

/** Who was chosen elsewhere to be enrolled here. */
async function pickedOf(api: Api, asked: string | null) {
  const userIds = (asked ?? '').split(',').map(Number).filter(isId).slice(0, MOST_AT_ONCE);
  return userIds.length === 0 ? [] : api.person.students({ userIds });
}

/** Sections to move to, only when an enrolment is open. */
async function choices(api: Api, sectionId: number, isWanted: boolean) {
  if (!isWanted) return [];
  const others = (await api.classSession.sections()).filter((one) => one.sectionId !== sectionId);
  return others.map((one) => ({ value: one.sectionId, label: `${one.courseTitle} (${one.courseCode} ${one.sectionCode})` }));
}

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const query = new URL(args.request.url).searchParams;
  const search = { staff: (query.get('staff') ?? '').slice(0, 100), student: (query.get('student') ?? '').slice(0, 100) };
  return withApi(args, async (api) => {
    const page = await api.section.get({ sectionId });
    const enrolment = page.roll.find(({ enrolmentId }) => String(enrolmentId) === query.get('enrolment')) ?? null;
    const [staffFound, studentsFound, picked, sections] = await Promise.all([
      find(api, search.staff.trim(), ['teacher', 'assistant', 'admin', 'student']),
      find(api, search.student.trim(), ['student', 'teacher', 'assistant', 'admin']),
      pickedOf(api, query.get('pick')),
      choices(api, sectionId, enrolment !== null),
    ]);
    return { ...page, search, staffFound, studentsFound, picked, enrolment, sections };
  });
}

export async function action(args: ActionFunctionArgs) {
  const own = await runSectionForm(args);
  if (own) return answerOf(own);
  const shared = await runStructureForm(args);
  if (shared.intent === 'section.remove' && shared.message) throw redirect(paths.sections());
  return answerOf<SectionOutcome>({ ...shared, change: null, added: null });
}

type Section = ReturnType<typeof useLoaderData<typeof loader>>['section'];

function countText(i18n: I18n, { held, ahead, slots }: Section): string {
  return i18n._(
    msg`${plural(held, { one: '# register held', other: '# registers held' })}, ${plural(ahead, { one: '# class session ahead', other: '# class sessions ahead' })}, ${plural(slots, { one: '# timetable slot', other: '# timetable slots' })}.`,
  );
}

function AboutCard({ section, result }: { section: Section; result: SmallResult }) {
  const { i18n, t } = useLingui();
  const name = `${section.courseCode} ${section.code}`;
  return (
    <Card title={t`This section`}>
      <p className="text-sm text-ink-muted">{countText(i18n, section)}</p>
      <SmallForm
        key={section.code}
        id="section-code"
        intent="section.edit"
        hidden={{ sectionId: section.id }}
        fields={[{ name: 'code', label: t`Section code`, value: section.code }]}
        submit={t`Save code`}
        result={result}
        className="my-4 grid gap-3"
      />
      <div className="mb-2">
        <TextLink to={paths.sections({ open: `course-${section.courseId}` })}>
          <Trans>Change the course {section.courseTitle}</Trans>
        </TextLink>
      </div>
      <StructureActions noun="section" id={section.id} label={name} isArchived={section.archivedAt !== null} />
      <p className="mt-3 text-sm text-ink-muted">
        {section.archivedAt === null
          ? t`Archiving cancels the class sessions ahead (${section.ahead}); restoring brings them back. Marks are kept.`
          : t`Restoring brings back the class sessions ahead that were cancelled with it.`}
      </p>
    </Card>
  );
}

/** What was done last, with the way to take it back; or that the section is new. */
function Told({ outcome, isNew }: { outcome: SectionOutcome | undefined; isNew: boolean }) {
  const { t } = useLingui();
  const message = outcome ? outcome.message : isNew && t`Section added. Next, add its staff and enrol students.`;
  if (!outcome?.added) return <OutcomeNotice message={message || null} refused={outcome?.refused} />;
  return (
    <ResultNotice
      tone="success"
      className="mb-4"
      action={
        <Form method="post" preventScrollReset>
          {outcome.added.enrolmentIds.map((id) => (
            <input key={id} type="hidden" name="enrolmentIds" value={id} />
          ))}
          <input type="hidden" name="fromDay" value={outcome.added.fromDay} />
          <input type="hidden" name="untilDay" value={outcome.added.untilDay ?? ''} />
          <Button type="submit" name="intent" value="enrolment.undoAdd" size="sm" icon={Undo2}>
            <Trans>Undo</Trans>
          </Button>
        </Form>
      }
    >
      {message}
    </ResultNotice>
  );
}

const NONE: readonly number[] = [];

export default function SectionPage() {
  const { t } = useLingui();
  const data = useLoaderData<typeof loader>();
  const { section, staff, roll, week, search, staffFound, studentsFound, picked, enrolment, sections, today } = data;
  const outcome = useActionData<typeof action>() ?? undefined;
  const [address] = useSearchParams();
  const isArchived = section.archivedAt !== null;
  // Whoever was looked for has been added: the search is over.
  const finder = (intent: string, typed: string, found: typeof staffFound) =>
    outcome?.intent === intent && outcome.message ? { search: '', found: null } : { search: typed, found };
  return (
    <>
      <PageHeader
        title={`${section.courseTitle} ${section.code}`}
        lead={`${section.courseCode} ${section.code}, ${section.departmentName}`}
        back={{ to: paths.sections(), label: t`Sections` }}
        actions={
          <>
            <ButtonLink to={paths.classOverview(section.id)} icon={ChartColumn}>
              <Trans>Attendance</Trans>
            </ButtonLink>
            <ButtonLink to={paths.cards(section.id)} icon={IdCard}>
              <Trans>Printed cards</Trans>
            </ButtonLink>
            <ButtonLink to={paths.sectionAlertRules(section.id)} icon={BellRing}>
              <Trans>Alert rules</Trans>
            </ButtonLink>
            <ButtonLink to={paths.audit({ section: section.id })} icon={History}>
              <Trans>Audit log</Trans>
            </ButtonLink>
          </>
        }
      />
      <Told outcome={outcome} isNew={address.has('added')} />
      {outcome?.change && <RollEffectNotice change={outcome.change} back="." />}
      {isArchived && (
        <Notice tone="info" className="mb-4">
          <Trans>This section is archived. Restore it to change its staff or students.</Trans>
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-6">
        <RollCard
          key={section.id}
          sectionId={section.id}
          {...{ roll, today, picked, isArchived }}
          enrolled={outcome?.added?.enrolmentIds ?? NONE}
          {...finder('enrolment.add', search.student, studentsFound)}
        />
        <div className="grid gap-4 max-lg:order-first">
          {enrolment && (
            <EnrolmentCard key={enrolment.enrolmentId} row={enrolment} today={today} sections={sections} result={outcome} />
          )}
          <StaffCard sectionId={section.id} {...{ staff, isArchived }} {...finder('staff.add', search.staff, staffFound)} />
          <WeekCard sectionId={section.id} {...{ week, today, isArchived }} />
          <AboutCard section={section} result={outcome} />
        </div>
      </div>
    </>
  );
}
