/** `/admin/data`: the school's database in its administrators' hands: backups, everything as files, its history, sizes and schema. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useRevalidator } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { ShieldCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { changeData } from '#app/actions/data-action.server';
import { ProveIdentity } from '#app/components/account/prove-identity';
import { VerificationNotice } from '#app/components/audit/verification';
import { BackupsCard } from '#app/components/data/backups';
import { RetentionCard, SchemaCard, TablesCard } from '#app/components/data/database-facts';
import { DownloadForm } from '#app/components/data/download-form';
import { ExportCard } from '#app/components/data/export-everything';
import type { RouteHandle } from '#app/components/pwa/freshness';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { type StartLive, useLive } from '#app/components/ui/hooks/use-live';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { api } from '#app/trpc/client';
import { pageTitle } from '#app/words/page-title';
import { passkeyHost } from '#domain/person/passkey';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Data`);

/** What the loader brought is not the newest this page shows. */
export const handle: RouteHandle = { isLive: true };

/** What waits for the question whether it is the person; anything else waits for nothing. */
function confirmed(search: URLSearchParams, names: readonly string[]): string | null {
  const wanted = search.get('confirm');
  return wanted === 'everything' || (wanted && names.includes(wanted)) ? wanted : null;
}

export function loader(args: LoaderFunctionArgs) {
  const { searchParams } = new URL(args.request.url);
  return withApi(args, async (caller) => {
    const [data, isProved, { email }, passkeys] = await Promise.all([
      caller.data.get(),
      caller.profile.isProved(),
      caller.user.profile(),
      caller.passkey.mine(),
    ]);
    const hasPasskey = passkeys.length > 0 && passkeyHost(args.context.ctx.policy.baseUrl) !== null;
    const waiting = confirmed(searchParams, data.backups?.files.map(({ name }) => name) ?? []);
    return { ...data, isProved, email, hasPasskey, waiting };
  });
}

export function action(args: ActionFunctionArgs) {
  return changeData(args);
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

const start: StartLive<Loaded['state']> = (on) => api().data.progress.subscribe(undefined, on);

/** How far things are. What a backup has brought is asked for when it is over. */
function useProgress({ state }: Loaded): Loaded['state'] {
  const { value } = useLive(start, state);
  const { revalidate } = useRevalidator();
  const isBusy = value.backup.step !== null;
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    if (wasBusy.current && !isBusy) revalidate();
    wasBusy.current = isBusy;
  }, [isBusy, revalidate]);
  return value;
}

const NO_ERRORS: string[] = [];

/** The question before a download, and then the download. */
function Waiting({ waiting, isProved, hasPasskey, email }: Loaded) {
  const { t } = useLingui();
  const result = useActionData<typeof action>();
  if (waiting === null) return null;
  const isEverything = waiting === 'everything';
  if (!isProved)
    return (
      <div className="mb-4 max-w-xl">
        <ProveIdentity
          question={
            isEverything
              ? t`Before everything is exported, confirm that it is you.`
              : t`Before a backup is downloaded, confirm that it is you.`
          }
          fields={{ act: 'prove' }}
          errors={result?.errors ?? NO_ERRORS}
          hasPasskey={hasPasskey}
          email={email}
          cancelTo={paths.schoolData()}
        />
      </div>
    );
  return (
    <div className="mb-4">
      <DownloadForm
        action={isEverything ? paths.everythingFile() : paths.backupFile()}
        name={isEverything ? undefined : waiting}
        isMain
      >
        {isEverything ? <Trans>Export everything</Trans> : <Trans>Download the backup</Trans>}
      </DownloadForm>
    </div>
  );
}

function HistoryCard() {
  const { t } = useLingui();
  return (
    <Card title={t`History`}>
      <p className="mb-3 text-sm text-ink-muted">
        <Trans>
          Every change of a mark and every act is sealed in a chain. Verifying recomputes all of it and names the first record
          that somebody has altered. Each entry is in the <TextLink to={paths.audit()}>audit log</TextLink>.
        </Trans>
      </p>
      <Form method="post">
        <Button type="submit" name="act" value="verify" icon={ShieldCheck}>
          <Trans>Verify the history</Trans>
        </Button>
      </Form>
    </Card>
  );
}

export default function DataPage() {
  const { t } = useLingui();
  const loaded = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const state = useProgress(loaded);
  const { backups, retention, schema } = loaded;
  return (
    <>
      <PageHeader title={t`Data`} lead={t`The school’s database: copies of it, what is in it, and what leaves it.`} />
      <OutcomeNotice message={result?.message} refused={result?.refused} />
      {result?.verification && <VerificationNotice verification={result.verification} />}
      <Waiting {...loaded} />
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:gap-6">
        <BackupsCard backups={backups} state={state.backup} />
        <div className="grid gap-4 lg:gap-6">
          <ExportCard state={state.ownExport} />
          <HistoryCard />
          <SchemaCard schema={schema} />
        </div>
        <TablesCard growth={backups?.growth ?? null} hasFile={backups !== null} counts={result?.counts ?? null} />
        <RetentionCard retention={retention} />
      </div>
    </>
  );
}
