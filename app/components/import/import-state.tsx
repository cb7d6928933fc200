/** Where an import stands, and what can be done about it: apply it, undo it, fetch what was refused. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Download, Play, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Notice } from '#app/components/ui/feedback/notice';
import * as paths from '#app/paths';
import { changingIn, type ImportCounts, type ImportState } from '#domain/import/import';
import { changesText, rowsText } from './import-words';

export type ImportStateProps = { batchId: number; state: ImportState; counts: ImportCounts; error: string | null };

/** A bulk file that would remove much of a school is more often the wrong file. */
function isDrastic({ create, update, deactivate, unchanged }: ImportCounts): boolean {
  return deactivate > 10 && deactivate > (create + update + unchanged) / 2;
}

function RefusedLink({ batchId, count }: { batchId: number; count: number }) {
  const { t } = useLingui();
  if (count === 0) return null;
  return (
    <a
      href={paths.refusedRows(batchId)}
      download
      className="inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
    >
      <Download className="size-4" aria-hidden="true" />
      {t`${plural(count, { one: 'Download the # row that are refused', other: 'Download the # rows that are refused' })}`}
    </a>
  );
}

function SubmitForm({ intent, children }: { intent: 'apply' | 'undo'; children: ReactNode }) {
  const isPending = useNavigation().formData?.get('intent') === intent;
  return (
    <Form method="post">
      <input type="hidden" name="intent" value={intent} />
      <Button
        type="submit"
        variant={intent === 'apply' ? 'primary' : 'danger'}
        icon={intent === 'apply' ? Play : Undo2}
        isPending={isPending}
      >
        {children}
      </Button>
    </Form>
  );
}

function Ready({ batchId, counts }: ImportStateProps) {
  const { i18n, t } = useLingui();
  const total = changingIn(counts);
  return (
    <Card title={t`Preview of changes`}>
      <p>
        {total > 0
          ? t`${changesText(i18n, counts)}. Nothing is applied yet.`
          : t`This file changes nothing: every row is already here or refused.`}
      </p>
      {isDrastic(counts) && (
        <Notice
          tone="warning"
          title={t`${plural(counts.deactivate, { one: '# row would be deactivated', other: '# rows would be deactivated' })}`}
          className="mt-3"
        >
          <Trans>A full file deactivates what it no longer has. Make sure that it is the whole school’s.</Trans>
        </Notice>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        {total > 0 && (
          <SubmitForm intent="apply">{t`${plural(total, { one: 'Apply # row', other: 'Apply # rows' })}`}</SubmitForm>
        )}
        <RefusedLink batchId={batchId} count={counts.refused} />
      </div>
    </Card>
  );
}

function Applied({ batchId, counts, error }: ImportStateProps) {
  const { i18n, t } = useLingui();
  const [rows, changes] = [rowsText(i18n, changingIn(counts)), changesText(i18n, counts)];
  return (
    <Card title={t`Applied`}>
      {error && (
        <Notice tone="danger" className="mb-3">
          {error}
        </Notice>
      )}
      <p>{changes ? t`${rows} applied: ${changes}.` : t`${rows} applied: nothing changed.`}</p>
      <RefusedLink batchId={batchId} count={counts.refused} />
      <Disclosure summary={t`Undo this import…`} className="mt-2 border-t border-line pt-2">
        <p className="mb-3 max-w-prose text-sm text-ink-muted">
          <Trans>
            Everything it added is removed, and everything it changed is restored. If any of it has been used since, nothing is
            undone and you are told why.
          </Trans>
        </p>
        <SubmitForm intent="undo">
          <Trans>Undo the whole import</Trans>
        </SubmitForm>
      </Disclosure>
    </Card>
  );
}

/** The panel for a state in which nothing is under way. */
export function ImportStatePanel(props: ImportStateProps) {
  const { t } = useLingui();
  switch (props.state) {
    case 'ready':
      return <Ready {...props} />;
    case 'applied':
      return <Applied {...props} />;
    case 'undone':
      return (
        <Notice tone="success" title={t`Undone`}>
          <Trans>The school is as it was before this import.</Trans>
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="danger" title={t`This file was not read`}>
          {props.error}
        </Notice>
      );
    case 'reading':
    case 'applying':
    case 'undoing':
      return null;
  }
}
