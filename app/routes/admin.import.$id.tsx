/** `/admin/import/:id`: what a file would do or did, row by row; applying it and undoing it. `?show=` and `?after=` choose the rows. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useRevalidator } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { ListChecks } from 'lucide-react';
import { useCallback } from 'react';
import { intentOf } from '#app/actions/sent-form.server';
import { ClassQuestionsForm } from '#app/components/import/class-questions-form';
import { ColumnsForm } from '#app/components/import/columns-form';
import { ColumnsRead } from '#app/components/import/columns-read';
import { ImportProgress } from '#app/components/import/import-progress';
import { ImportStatePanel } from '#app/components/import/import-state';
import { KIND_WORDS, placeText, STATES_WITHIN, VERDICT_WORDS } from '#app/components/import/import-words';
import { QuestionsForm } from '#app/components/import/questions-form';
import { SlotRows } from '#app/components/import/slot-rows';
import { VerdictChip } from '#app/components/import/verdict-chip';
import type { RouteHandle } from '#app/components/pwa/freshness';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import type { StartLive } from '#app/components/ui/hooks/use-live';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { type Api, refusalText, withApi } from '#app/trpc/caller.server';
import { api } from '#app/trpc/client';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { VERDICTS } from '#domain/import/import';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Import`);

/** What the loader brought is not the newest this page shows. */
export const handle: RouteHandle = { isLive: true };

function readAfter(text: string | null): number {
  const after = Number(text ?? -1);
  return Number.isSafeInteger(after) && after >= -1 ? after : -1;
}

/** What a list can be read with. */
async function loadChoices(caller: Api) {
  const [sections, terms] = await Promise.all([caller.classSession.sections(), caller.term.list()]);
  return { sections, terms: terms.filter(({ isArchived }) => !isArchived) };
}

export function loader(args: LoaderFunctionArgs) {
  const ref = { batchId: paths.pathId(args.params.id) };
  const search = new URL(args.request.url).searchParams;
  const verdict = VERDICTS.find((one) => one === search.get('show')) ?? null;
  return withApi(args, async (caller) => {
    const [batch, page] = await Promise.all([
      caller.import.get(ref),
      caller.import.rows({ ...ref, verdict, after: readAfter(search.get('after')) }),
    ]);
    const isChangeable = batch.state === 'ready' && batch.isKept && batch.kind !== 'oneroster';
    const choices = isChangeable ? await loadChoices(caller) : null;
    return { batch, page, verdict, choices, isLaterPage: search.has('after') };
  });
}

/** How much a file takes away, as it was typed; null for what is no number. */
function typedNumber(form: FormData): number | null {
  const text = String(form.get('removes') ?? '').trim();
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** What a form says under names that begin with a word: `column-email`. */
function fieldsOf(form: FormData, word: string): [name: string, value: string][] {
  const named = [...form].filter(([name]) => name.startsWith(`${word}-`));
  return named.map(([name, value]) => [name.slice(word.length + 1), String(value)]);
}

/** Other choices for a list: columns, and what counts for every line. */
function readChoices(form: FormData) {
  const columns = fieldsOf(form, 'column').map(([field, place]) => [field, place === '' ? null : Number(place)]);
  return {
    sectionId: form.get('sectionId'),
    termId: form.get('termId') ?? '',
    createMissing: form.get('createMissing'),
    columns: columns.length > 0 ? Object.fromEntries(columns) : null,
  };
}

/** Who people of the file are, or which its classes, as far as it was said: `asked-0` is what the file calls one, `answer-0` who it is. */
function readAnswers(form: FormData) {
  const said = new Map(fieldsOf(form, 'answer').filter(([, value]) => value !== ''));
  const pairs = fieldsOf(form, 'asked').flatMap(([index, id]) => (said.has(index) ? [[id, said.get(index)] as const] : []));
  return { answers: Object.fromEntries(pairs) };
}

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const ref = { batchId: paths.pathId(args.params.id) };
  const intent = intentOf(args.context.form, ['apply', 'undo', 'reread', 'answer']);
  const outcome = await withApi(args, async (caller) => {
    const refused = (title: MessageDescriptor) => (error: unknown) => ({
      title: i18n._(title),
      refusal: refusalText(args, error, 'conflict', 'invalid'),
    });
    if (intent === 'apply')
      return caller.import.applyBatch({ ...ref, removes: typedNumber(args.context.form) }).catch(refused(msg`Not applied`));
    if (intent === 'reread' || intent === 'answer') {
      const { form } = args.context;
      return caller.import.reread({ ...ref, ...readChoices(form), ...readAnswers(form) }).catch(refused(msg`Not read again`));
    }
    return caller.import.undoBatch(ref).catch(refused(msg`Not undone`));
  });
  if ('refusal' in outcome) return data(outcome, 409);
  return redirect(paths.importBatch(ref.batchId));
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Batch = Loaded['batch'];

function useStart(batchId: number): StartLive<Batch> {
  return useCallback((on) => api().import.progress.subscribe({ batchId }, on), [batchId]);
}

function Rows({ batch, page, verdict, isLaterPage }: Loaded) {
  const { i18n, t } = useLingui();
  const show = verdict ? `show=${verdict}&` : '';
  const all = VERDICTS.reduce((sum, one) => sum + batch.counts[one], 0);
  const links = VERDICTS.filter((one) => batch.counts[one] > 0 || one === verdict).map((one) => ({
    to: `?show=${one}`,
    label: i18n._(VERDICT_WORDS[one]),
    count: batch.counts[one],
    isCurrent: one === verdict,
  }));
  return (
    <section aria-label={t`Rows`} className="mt-6">
      <div className="mb-4">
        <FilterLinks label={t`Show`} links={[{ to: '?', label: t`All`, count: all, isCurrent: verdict === null }, ...links]} />
      </div>
      <Card isFlush>
        {page.rows.length === 0 ? (
          <EmptyState icon={ListChecks} title={t`No such rows`} />
        ) : batch.kind === 'timetable' ? (
          <SlotRows rows={page.rows} />
        ) : (
          <List label={t`Rows of the file`}>
            {page.rows.map((row) => (
              <ListRow
                key={row.position}
                title={<span className="break-words">{row.subject || t`Row without a name`}</span>}
                detail={
                  <>
                    <span className="block">{placeText(i18n, row)}</span>
                    {row.message && <span className="block text-ink">{row.message}</span>}
                  </>
                }
                trailing={<VerdictChip verdict={row.verdict} />}
              />
            ))}
          </List>
        )}
      </Card>
      <PageLinks first={isLaterPage ? `?${show}` : null} next={page.next === null ? null : `?${show}after=${page.next}`} />
    </section>
  );
}

function Questions({ batch, choices }: Loaded) {
  const { questions, uploadedAt } = batch;
  if (batch.kind !== 'timetable') return <QuestionsForm key={uploadedAt} questions={questions} />;
  return choices && <ClassQuestionsForm key={uploadedAt} {...batch} sections={choices.sections} />;
}

export default function ImportDetailPage() {
  const { i18n, t } = useLingui();
  const loaded = useLoaderData<typeof loader>();
  const { batch, choices } = loaded;
  const refused = useActionData<typeof action>();
  const { revalidate } = useRevalidator();
  const start = useStart(batch.batchId);
  const isUnderWay = batch.state === 'applying' || batch.state === 'undoing' || batch.state === 'reading';
  return (
    <>
      <PageHeader
        title={batch.fileName}
        back={{ to: paths.imports(), label: t`Import` }}
        lead={
          <Trans>
            {i18n._(KIND_WORDS[batch.kind])}, {i18n._(STATES_WITHIN[batch.state])}, uploaded by {batch.uploadedBy},{' '}
            <Time at={batch.uploadedAt} style="moment" />
          </Trans>
        }
      />
      {refused && (
        <Notice tone="danger" title={refused.title} isLive className="mb-4">
          {refused.refusal}
        </Notice>
      )}
      {batch.state === 'ready' && batch.questions.length > 0 && <Questions {...loaded} />}
      {isUnderWay ? (
        <ImportProgress key={batch.state} start={start} initial={batch} onEnd={revalidate} />
      ) : (
        <ImportStatePanel {...batch} />
      )}
      {(batch.columns || choices) && (
        <Card title={batch.columns ? t`Columns` : t`How the file is read`} className="mt-4">
          {batch.columns && <ColumnsRead columns={batch.columns} />}
          {choices && <ColumnsForm key={batch.uploadedAt} {...batch} {...choices} />}
        </Card>
      )}
      <Rows {...loaded} />
    </>
  );
}
