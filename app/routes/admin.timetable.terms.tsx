/** `/admin/timetable/terms`: the terms, each edited in its place (`?edit=`), and a form for a new one. */

import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarRange } from 'lucide-react';
import { z } from 'zod';
import { intentOf } from '#app/actions/sent-form.server';
import { ChangeResult } from '#app/components/timetable/change-report';
import { PeriodForm } from '#app/components/timetable/period-form';
import { TimetableTabs } from '#app/components/timetable/timetable-tabs';
import { daysText } from '#app/components/timetable/words';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import { EditTermInput, type Term, TermId, TermInput } from '#domain/timetable/term';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Terms`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [terms, { locale }] = await Promise.all([api.term.list(), api.school.profile()]);
    return { terms, locale };
  });
}

type Done = { message: string; report: MaterialiseReport | null };
const TermRef = z.object({ termId: TermId });

/** One form for each way: new, edited, archived, brought back. */
const INTENTS = ['create', 'edit', 'archive', 'restore'] as const;

function submit(args: ActionFunctionArgs, intent: (typeof INTENTS)[number]) {
  const i18n = wordsFor(args);
  const plain = (message: string, use: (api: Api, termId: number) => Promise<unknown>) =>
    submitForm(args, TermRef, async (api, { termId }): Promise<Done> => {
      await use(api, termId);
      return { message, report: null };
    });
  if (intent === 'archive') return plain(i18n._(msg`Term archived.`), (api, termId) => api.term.archive({ termId }));
  if (intent === 'restore') return plain(i18n._(msg`Term restored.`), (api, termId) => api.term.restore({ termId }));
  if (intent === 'edit')
    return submitForm(args, EditTermInput, async (api, input): Promise<Done> => {
      return { message: i18n._(msg`Term saved`), report: await api.term.edit(input) };
    });
  return submitForm(args, TermInput, async (api, input): Promise<Done> => {
    await api.term.create(input);
    return { message: i18n._(msg`Term added. Next, add classes to its week.`), report: null };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const of = { intent: intentOf(form, INTENTS), termId: form.get('termId') };
  const { errors, value } = await submit(args, of.intent);
  return errors
    ? data({ of, result: errors.data, done: null }, errors.init ?? undefined)
    : data({ of, result: null, done: value });
}

/** A new term, or the one given. */
function TermForm({ term }: { term: Term | null }) {
  const last = useActionData<typeof action>();
  const isOurs = term ? last?.of.termId === String(term.id) : last?.of.intent === 'create';
  return <PeriodForm kind="term" period={term} lastResult={isOurs ? (last?.result ?? null) : null} />;
}

function TermActions({ term }: { term: Term }) {
  const { t } = useLingui();
  return (
    <Form method="post" action={paths.terms()} className="flex flex-wrap justify-end gap-2">
      <input type="hidden" name="termId" value={term.id} />
      {!term.isArchived && (
        <ButtonLink to={`?edit=${term.id}`} size="sm" preventScrollReset>
          <Trans>
            Edit<span className="sr-only"> {term.name}</span>
          </Trans>
        </ButtonLink>
      )}
      <Button type="submit" name="intent" value={term.isArchived ? 'restore' : 'archive'} size="sm" variant="quiet">
        {term.isArchived ? t`Restore` : t`Archive`}
        <span className="sr-only"> {term.name}</span>
      </Button>
    </Form>
  );
}

function TermRow({ term, locale, isEdited }: { term: Term; locale: string; isEdited: boolean }) {
  const { i18n, t } = useLingui();
  if (isEdited)
    return (
      <li className="p-4 sm:p-5">
        <TermForm term={term} />
      </li>
    );
  const slots = t`${plural(term.slots, { one: '# slot', other: '# slots' })}`;
  return (
    <ListRow
      title={term.name}
      detail={`${daysText(i18n, term, locale)} · ${slots}${term.isArchived ? ` · ${t`archived`}` : ''}`}
      trailing={<TermActions term={term} />}
    />
  );
}

function Outcome({ locale }: { locale: string }) {
  const last = useActionData<typeof action>();
  const { done = null, of, result } = last ?? {};
  if (done?.report) return <ChangeResult title={done.message} report={done.report} locale={locale} />;
  if (done) return <ResultNotice tone="success">{done.message}</ResultNotice>;
  return of?.intent === 'archive' || of?.intent === 'restore' ? <FormErrors errors={result?.error?.[''] ?? undefined} /> : null;
}

export default function Terms() {
  const { t } = useLingui();
  const { terms, locale } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const last = useActionData<typeof action>();
  const failed = last?.of.intent === 'edit' && last.result ? last.of.termId : null;
  const edited = search.get('edit') ?? failed;
  return (
    <>
      <PageHeader title={t`Terms`} lead={t`The periods that a timetable belongs to.`} />
      <TimetableTabs />
      <div className="grid max-w-3xl gap-4 lg:gap-6">
        <Outcome locale={locale} />
        <Card title={t`Terms`} isFlush>
          {terms.length === 0 ? (
            <EmptyState icon={CalendarRange} title={t`No term yet`}>
              <Trans>Add the first one below.</Trans>
            </EmptyState>
          ) : (
            <List label={t`Terms`}>
              {terms.map((term) => (
                <TermRow key={term.id} term={term} locale={locale} isEdited={edited === String(term.id)} />
              ))}
            </List>
          )}
        </Card>
        <Card title={t`Add a term`}>
          <TermForm key={terms.length} term={null} />
        </Card>
      </div>
    </>
  );
}
