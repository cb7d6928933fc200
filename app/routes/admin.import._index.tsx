/** `/admin/import`: uploading a file, the files so far, and the school as a file. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { Download, FileUp } from 'lucide-react';
import { ImportForm as UploadForm } from '#app/components/import/import-form';
import { ImportTable } from '#app/components/import/import-table';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { ImportForm } from '#domain/import/import';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Import`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.import.list());
}

export async function action(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, ImportForm, async (api, { file, ...options }) =>
    api.import.upload({ ...options, fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }),
  );
  return errors ?? redirect(paths.importBatch(value.batchId));
}

export default function ImportPage() {
  const { t } = useLingui();
  const { batches, sections, terms } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={t`Import`} lead={t`Bring people, classes, enrolments and the timetable in from a file.`} />
      <div className="grid gap-6">
        <Card title={t`Recent files`} isFlush className="order-last">
          {batches.length > 0 ? (
            <ImportTable batches={batches} />
          ) : (
            <EmptyState icon={FileUp} title={t`No files yet`}>
              <Trans>Files you upload stay listed here, with what they did.</Trans>
            </EmptyState>
          )}
        </Card>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <Card title={t`Upload a file`}>
            <UploadForm sections={sections} terms={terms} lastResult={lastResult} />
          </Card>
          <Card title={t`Export`}>
            <p className="text-sm text-ink-muted">
              <Trans>
                The school as a OneRoster 1.1 file: everybody but administrators, current classes, and all their enrolments. No
                passwords are in it.
              </Trans>
            </p>
            <a
              href={paths.oneRosterFile()}
              download
              className="mt-2 inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
            >
              <Download className="size-4" aria-hidden="true" />
              <Trans>Download OneRoster file</Trans>
            </a>
          </Card>
        </div>
      </div>
    </>
  );
}
