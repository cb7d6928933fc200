/** `/admin/reports/views`: one's own saved views of reports, opened, renamed and removed. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Bookmark } from 'lucide-react';
import { changeViews } from '#app/actions/report-view-action.server';
import { viewAddress, viewText } from '#app/components/report/view-address';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { TextField } from '#app/components/ui/form/field';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import type { SavedView } from '#domain/report/saved-view';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Saved views`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => ({ views: await api.report.views() }));
}

export function action(args: ActionFunctionArgs) {
  return changeViews(args);
}

/** Saves again what was just removed. */
function Undo({ removed }: { removed: SavedView }) {
  const { zone } = useFormat();
  const address = viewAddress(removed, zone);
  return (
    <Form method="post">
      <input type="hidden" name="name" value={removed.name} />
      <input type="hidden" name="page" value={removed.page} />
      <input type="hidden" name="search" value={address.slice(address.indexOf('?'))} />
      <Button type="submit" name="intent" value="save" size="sm">
        <Trans>Undo</Trans>
      </Button>
    </Form>
  );
}

function Result() {
  const result = useActionData<typeof action>();
  if (!result?.message && !result?.errors.length) return null;
  return (
    <ResultNotice
      tone={result.message ? 'success' : 'danger'}
      className="mb-4"
      action={result.removed && <Undo removed={result.removed} />}
    >
      {result.message ?? result.errors.join(' ')}
    </ResultNotice>
  );
}

function ChangeView({ viewId, name }: SavedView) {
  const { t } = useLingui();
  return (
    <Disclosure summary={<span className="text-sm">{t`Change`}</span>}>
      <Form method="post" className="grid max-w-md gap-3">
        <input type="hidden" name="viewId" value={viewId} />
        <TextField label={t`Name`} name="name" defaultValue={name} maxLength={60} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="intent" value="rename" size="sm">
            <Trans>Save name</Trans>
          </Button>
          <Button type="submit" name="intent" value="remove" size="sm" aria-label={t`Remove ${name}`} formNoValidate>
            <Trans>Remove</Trans>
          </Button>
        </div>
      </Form>
    </Disclosure>
  );
}

export default function SavedViewsPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { views } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={t`Saved views`}
        lead={t`Days and parts of the school that you keep under a name. Nobody else sees them.`}
        back={{ to: paths.reports(), label: t`Reports` }}
      />
      <Result />
      <Card isFlush>
        {views.length === 0 ? (
          <EmptyState icon={Bookmark} title={t`No saved views`}>
            <Trans>Choose days and a part of the school on a page of reports, and save them under a name there.</Trans>
          </EmptyState>
        ) : (
          <List label={t`Saved views`}>
            {views.map((view) => (
              <ListRow
                key={`${view.viewId} ${view.name}`}
                title={
                  <TextLink to={viewAddress(view, format.zone)} className="break-words">
                    {view.name}
                  </TextLink>
                }
                detail={
                  <>
                    {viewText(format, view)}
                    <ChangeView {...view} />
                  </>
                }
              />
            ))}
          </List>
        )}
      </Card>
    </>
  );
}
