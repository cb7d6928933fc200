/** `/admin/timetable/closures`: days without classes, each edited in its place (`?edit=`); added by hand or from a list of public holidays. */

import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarX2 } from 'lucide-react';
import { z } from 'zod';
import { intentOf } from '#app/actions/sent-form.server';
import { ChangeResult } from '#app/components/timetable/change-report';
import { HolidayChoice, HolidayUpload } from '#app/components/timetable/holiday-import';
import { PeriodForm } from '#app/components/timetable/period-form';
import { TimetableTabs } from '#app/components/timetable/timetable-tabs';
import { daysText } from '#app/components/timetable/words';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { useFormat } from '#app/words/use-format';
import { decodeText } from '#domain/import/import-text';
import { type Closure, ClosureId, ClosureInput, EditClosureInput, type HolidayPreview } from '#domain/timetable/closure';
import type { MaterialiseReport } from '#domain/timetable/materialise';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Closures`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => ({ closures: await api.closure.list() }));
}

type Value = { message: string; report: MaterialiseReport | null; holidays: HolidayPreview | null };
const done = (message: string, report: MaterialiseReport): Value => ({ message, report, holidays: null });

const ClosureRef = z.object({ closureId: ClosureId });
/** A file of the form; its text is read when it is handed on. */
const uploadIn = (i18n: I18n) => z.object({ file: z.instanceof(File, { error: i18n._(msg`Choose a calendar file.`) }) });
/** Each tick carries one holiday. */
const Chosen = z.object({ holiday: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.string())) });

function parseChosen(texts: string[]) {
  const parsed = texts.map((text) => ClosureInput.safeParse(Object.fromEntries(new URLSearchParams(text))));
  return parsed.flatMap(({ data: one }) => one ?? []);
}

const INTENTS = ['create', 'edit', 'delete', 'read', 'import'] as const;

function submit(args: ActionFunctionArgs, intent: (typeof INTENTS)[number]) {
  const i18n = wordsFor(args);
  if (intent === 'edit')
    return submitForm(args, EditClosureInput, async (api, input) =>
      done(i18n._(msg`Closure saved`), await api.closure.edit(input)),
    );
  if (intent === 'delete')
    return submitForm(args, ClosureRef, async (api, input) =>
      done(i18n._(msg`Closure deleted`), await api.closure.delete(input)),
    );
  if (intent === 'read')
    return submitForm(args, uploadIn(i18n), async (api, { file }): Promise<Value> => {
      const ics = decodeText(new Uint8Array(await file.arrayBuffer()), file.name);
      return { message: '', report: null, holidays: await api.closure.previewIcal({ ics }) };
    });
  if (intent === 'import')
    return submitForm(args, Chosen, async (api, { holiday }) => {
      const { imported, ...report } = await api.closure.importIcal({ closures: parseChosen(holiday) });
      return done(i18n._(msg`${plural(imported, { one: '# closure added', other: '# closures added' })}`), report);
    });
  return submitForm(args, ClosureInput, async (api, input) => done(i18n._(msg`Closure added`), await api.closure.create(input)));
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const of = { intent: intentOf(form, INTENTS), closureId: String(form.get('closureId')) };
  const { errors, value } = await submit(args, of.intent);
  return errors ? data({ of, result: errors.data, value: null }, errors.init ?? undefined) : data({ of, result: null, value });
}

function ClosureRow({ closure, isEdited }: { closure: Closure; isEdited: boolean }) {
  const format = useFormat();
  const last = useActionData<typeof action>();
  const { id, name } = closure;
  if (isEdited)
    return (
      <li className="p-4 sm:p-5">
        <PeriodForm kind="closure" period={closure} lastResult={last?.of.closureId === String(id) ? last.result : null} />
      </li>
    );
  return (
    <ListRow
      title={name}
      detail={daysText(format, closure)}
      trailing={
        <Form method="post" action={paths.closures()} className="flex flex-wrap justify-end gap-2">
          <input type="hidden" name="closureId" value={id} />
          <ButtonLink to={`?edit=${id}`} size="sm" preventScrollReset>
            <Trans>
              Edit<span className="sr-only"> {name}</span>
            </Trans>
          </ButtonLink>
          <Button type="submit" name="intent" value="delete" size="sm" variant="quiet">
            <Trans>
              Delete<span className="sr-only"> {name}</span>
            </Trans>
          </Button>
        </Form>
      }
    />
  );
}

export default function Closures() {
  const { t } = useLingui();
  const { closures } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const last = useActionData<typeof action>();
  const failed = last?.of.intent === 'edit' && last.result ? last.of.closureId : null;
  const edited = search.get('edit') ?? failed;
  const resultOf = (intent: string) => (last?.of.intent === intent ? last.result : null);
  const { report = null, message = '', holidays = null } = last?.value ?? {};
  return (
    <>
      <PageHeader
        title={t`Closures`}
        lead={t`Days without classes. Classes on these days are removed, unless they have marks or were changed by hand.`}
      />
      <TimetableTabs />
      <div className="grid max-w-3xl gap-4 lg:gap-6">
        {report && <ChangeResult title={message} report={report} />}
        {holidays && <HolidayChoice holidays={holidays} />}
        <Card title={t`Closures`} isFlush>
          {closures.length === 0 ? (
            <EmptyState icon={CalendarX2} title={t`No closures yet`}>
              <Trans>Add holidays one by one, or from a list of public holidays.</Trans>
            </EmptyState>
          ) : (
            <List label={t`Closures`}>
              {closures.map((closure) => (
                <ClosureRow key={closure.id} closure={closure} isEdited={edited === String(closure.id)} />
              ))}
            </List>
          )}
        </Card>
        <Card title={t`Add a closure`}>
          <PeriodForm kind="closure" key={closures.length} period={null} lastResult={resultOf('create')} />
        </Card>
        <Card title={t`Public holidays`}>
          <HolidayUpload lastResult={resultOf('read')} />
        </Card>
      </div>
    </>
  );
}
