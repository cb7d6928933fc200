/** `/admin/people/:id`: one person with what the school knows, and what can be changed. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useRouteLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { CalendarDays, Send } from 'lucide-react';
import { applyBulk } from '#app/actions/apply-bulk.server';
import { intentOf } from '#app/actions/sent-form.server';
import { BULK_ACTIONS, bulkResult, type ShownResult } from '#app/components/person/bulk';
import { BulkNotice } from '#app/components/person/bulk-notice';
import { PersonGuardians } from '#app/components/person/guardian-rows';
import { PersonAccount } from '#app/components/person/person-account';
import { PersonClasses, PersonStanding } from '#app/components/person/person-classes';
import { PersonDetails } from '#app/components/person/person-details';
import { PersonAudit, PersonDevices, PersonMarks } from '#app/components/person/person-history';
import { PersonMerges } from '#app/components/person/person-merges';
import { PersonRole, type RolePreview } from '#app/components/person/person-role';
import { PersonState } from '#app/components/person/person-state';
import { ButtonLink } from '#app/components/ui/button';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { ROLE_WORDS, ROLES_WITHIN } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { MergeUndo } from '#domain/person/merge';
import { ChangeRoleInput, EditPersonInput, PersonRef } from '#domain/person/person';

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page?.person.name ?? msg`Person`);

export function loader(args: LoaderFunctionArgs) {
  const personId = paths.pathId(args.params.id);
  return withApi(args, (api) => api.person.get({ personId }));
}

type Errors = Awaited<ReturnType<typeof submitForm>>['errors'];

/** What an action came to: one of these, the others are null. */
type Outcome = {
  form: 'edit' | 'preview' | 'role' | 'remove' | null;
  errors: NonNullable<Errors>['data'] | null;
  preview: RolePreview | null;
  result: ShownResult | null;
  message: string | null;
};

const NOTHING: Outcome = { form: null, errors: null, preview: null, result: null, message: null };

function answer(form: Outcome['form'], errors: Errors, given: Partial<Outcome> = {}) {
  return data({ ...NOTHING, form, errors: errors?.data ?? null, ...given }, errors ? 400 : 200);
}

const INTENTS = ['preview', 'role', 'remove', 'edit', 'unmerge', ...BULK_ACTIONS] as const;

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const intent = intentOf(args.context.form, INTENTS);
  if (intent === 'preview') {
    const Input = ChangeRoleInput.pick({ personId: true, role: true });
    const { errors, value } = await submitForm(args, Input, (api, input) => api.person.previewRole(input));
    return answer('preview', errors, { preview: value });
  }
  if (intent === 'role') {
    const { errors, value } = await submitForm(args, ChangeRoleInput, (api, input) => api.person.changeRole(input));
    return answer('role', errors, {
      message: value && i18n._(msg`Role changed to ${i18n._(ROLES_WITHIN[value.role])}.`),
    });
  }
  if (intent === 'remove') {
    const { errors } = await submitForm(args, PersonRef, (api, input) => api.person.remove(input));
    return errors ? answer('remove', errors) : redirect(paths.people());
  }
  if (intent === 'edit') {
    const { errors, value } = await submitForm(args, EditPersonInput, (api, input) => api.person.edit(input));
    const message = value && (value.changed.length > 0 ? i18n._(msg`Details saved.`) : i18n._(msg`Nothing was changed.`));
    return answer('edit', errors, { message });
  }
  if (intent === 'unmerge') {
    const { errors } = await submitForm(args, MergeUndo, (api, input) => api.person.undoMerge(input));
    return answer('remove', errors, { message: errors ? null : i18n._(msg`Merge undone.`) });
  }
  const userIds = [paths.pathId(args.params.id)];
  const results = await withApi(args, (api) => applyBulk(api, intent, userIds));
  return answer(null, null, { result: bulkResult(i18n, intent, results) });
}

/** Messages of a form as one list, for a form that shows them in one place. */
function listOf(errors: Outcome['errors']): string[] | undefined {
  const all = Object.values(errors?.error ?? {}).flatMap((messages) => messages ?? []);
  return all.length > 0 ? all : undefined;
}

function Notices({ outcome }: { outcome: Outcome }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const refused = outcome.form === 'remove' ? listOf(outcome.errors) : undefined;
  const news = search.has('added') ? t`Account added.` : search.has('merged') ? t`Accounts merged.` : null;
  const message = outcome.message ?? (outcome === NOTHING ? news : null);
  return (
    <>
      {outcome.result && <BulkNotice {...outcome.result} />}
      {message && (
        <ResultNotice tone="success" className="mb-4">
          {message}
        </ResultNotice>
      )}
      {refused && (
        <ResultNotice tone="warning" className="mb-4">
          {refused.join(' ')}
        </ResultNotice>
      )}
    </>
  );
}

export default function PersonPage() {
  const { i18n, t } = useLingui();
  const { person, involvements, devices, standing: rates, log, audit, merges, guardians, today } = useLoaderData<typeof loader>();
  const outcome: Outcome = useActionData<typeof action>() ?? NOTHING;
  const actor = useRouteLoaderData<typeof rootLoader>('root')?.actor;
  const isOwn = actor?.id === person.id;
  const isRoleForm = outcome.form === 'preview' || outcome.form === 'role';
  return (
    <>
      <PageHeader
        title={person.name}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {i18n._(ROLE_WORDS[person.role])}
            {person.studentNumber && <span className="figures">{person.studentNumber}</span>}
            <PersonState state={person.state} archivedAt={person.archivedAt} />
          </span>
        }
        back={{ to: paths.people(), label: t`People` }}
        actions={
          person.state === 'active' &&
          person.archivedAt === null && (
            <>
              {involvements.some(({ staffRole }) => staffRole) && (
                <ButtonLink to={paths.dayOfPerson(person.id)} icon={CalendarDays}>
                  <Trans>Day and cover</Trans>
                </ButtonLink>
              )}
              <ButtonLink to={paths.newAnnouncement('admin', { person: person.id })} icon={Send}>
                <Trans>Write a message</Trans>
              </ButtonLink>
            </>
          )
        }
      />
      <Notices outcome={outcome} />
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:gap-6">
        <div className="grid gap-4 lg:gap-6">
          <PersonDetails
            key={`${person.name}|${person.familyName}|${person.email}|${person.phone}|${person.preferredName}|${person.studentNumber}`}
            person={person}
            lastResult={outcome.form === 'edit' ? (outcome.errors ?? undefined) : undefined}
          />
          {!isOwn && person.archivedAt === null && (
            <PersonRole
              personId={person.id}
              role={person.role}
              preview={outcome.preview}
              errors={isRoleForm ? listOf(outcome.errors) : undefined}
            />
          )}
          <PersonAccount person={person} isOwn={isOwn} />
          <PersonMerges merges={merges} />
        </div>
        <div className="grid gap-4 lg:gap-6">
          <PersonClasses
            classes={involvements}
            today={today}
            enrols={person.role === 'student' && person.archivedAt === null ? person.id : null}
          />
          {rates && <PersonStanding standing={rates} to={(sectionId) => paths.personSessions(person.id, { sectionId })} />}
          {guardians && <PersonGuardians studentId={person.id} guardians={guardians} />}
          <PersonDevices devices={devices} />
          <PersonMarks entries={log.entries} />
          <PersonAudit personId={person.id} entries={audit} />
        </div>
      </div>
    </>
  );
}
