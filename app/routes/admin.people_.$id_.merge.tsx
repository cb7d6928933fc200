/** `/admin/people/:id/merge`: another account of the same person is found, looked at, and goes over into this one. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { MergePreview } from '#app/components/person/merge-preview';
import { PersonFinder } from '#app/components/section/person-finder';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { MergeInput } from '#domain/person/merge';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Merge accounts`);

/** At most so many are offered. */
const FOUND = 10;

export function loader(args: LoaderFunctionArgs) {
  const personId = paths.pathId(args.params.id);
  const query = new URL(args.request.url).searchParams;
  const search = (query.get('person') ?? '').trim().slice(0, 100);
  const otherId = paths.idIn(query, 'other');
  return withApi(args, async (api) => {
    const { person } = await api.person.get({ personId });
    const preview = otherId ? await api.person.previewMerge({ personId, otherId }) : null;
    const found = search === '' ? null : (await api.person.list({ search, role: person.role, limit: FOUND })).people;
    return { person, search, found, preview };
  });
}

/** Whose mark counts where both accounts have one: `mark-12=kept`. */
function chosenMarks(form: FormData): Record<string, string> {
  const chosen = [...form].filter(([name]) => name.startsWith('mark-'));
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice('mark-'.length), String(value)]));
}

export async function action(args: ActionFunctionArgs) {
  const marks = chosenMarks(args.context.form) as MergeInput['marks'];
  const Ref = MergeInput.omit({ marks: true });
  const { errors, value } = await submitForm(args, Ref, (api, ref) => api.person.merge({ ...ref, marks }));
  if (errors)
    return data(
      Object.values(errors.data.error ?? {}).flatMap((messages) => messages ?? []),
      400,
    );
  return value ? redirect(paths.person(paths.pathId(args.params.id), 'merged')) : [];
}

export default function MergePage() {
  const { t } = useLingui();
  const { person, search, found, preview } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={t`Merge accounts`}
        lead={t`Everything in another account moves to ${person.name}.`}
        back={{ to: paths.person(person.id), label: person.name }}
      />
      {refused && refused.length > 0 && (
        <ResultNotice tone="warning" className="mb-4">
          {refused.join(' ')}
        </ResultNotice>
      )}
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        <Card title={t`The other account`}>
          <PersonFinder
            label={t`Name, email or number`}
            name="person"
            search={search}
            found={found}
            isHere={({ id }) => id === person.id}
          >
            {({ id, name }) => (
              <ButtonLink to={paths.mergePerson(person.id, id)} size="sm">
                <Trans>
                  Choose<span className="sr-only"> {name}</span>
                </Trans>
              </ButtonLink>
            )}
          </PersonFinder>
        </Card>
        {preview && <MergePreview {...preview} />}
      </div>
    </>
  );
}
