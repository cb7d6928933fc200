/** Where an import stands, and what can be done about it: apply it, undo it, fetch what was refused. */
import { Form, useNavigation } from '@remix-run/react';
import { Download, Play, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Notice } from '#app/components/ui/feedback/notice';
import * as paths from '#app/paths';
import { changingIn, type ImportCounts, type ImportState } from '#domain/import/import';
import { rowsText, VERDICT_WORDS } from './import-words';

export type ImportStateProps = { batchId: number; state: ImportState; counts: ImportCounts; error: string | null };

/** "3 new, 1 changed": what a file changes, in words. */
function changesText(counts: ImportCounts): string {
  const parts = (['create', 'update', 'deactivate'] as const).flatMap((verdict) =>
    counts[verdict] > 0 ? [`${counts[verdict]} ${VERDICT_WORDS[verdict].toLowerCase()}`] : [],
  );
  return parts.join(', ');
}

/** A bulk file that would remove much of a school is more often the wrong file. */
function isDrastic({ create, update, deactivate, unchanged }: ImportCounts): boolean {
  return deactivate > 10 && deactivate > (create + update + unchanged) / 2;
}

function RefusedLink({ batchId, count }: { batchId: number; count: number }) {
  if (count === 0) return null;
  return (
    <a
      href={paths.refusedRows(batchId)}
      download
      className="inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
    >
      <Download className="size-4" aria-hidden="true" />
      {`Download the ${rowsText(count)} that are refused`}
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
  const total = changingIn(counts);
  return (
    <Card title="What it would do">
      <p>
        {total > 0
          ? `${changesText(counts)}. Nothing is applied yet.`
          : 'This file changes nothing: everything in it is here already, or refused.'}
      </p>
      {isDrastic(counts) && (
        <Notice tone="warning" title={`${rowsText(counts.deactivate)} would be deactivated`} className="mt-3">
          A full file deactivates what it no longer has. Make sure that it is the whole school’s.
        </Notice>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        {total > 0 && <SubmitForm intent="apply">{`Apply ${rowsText(total)}`}</SubmitForm>}
        <RefusedLink batchId={batchId} count={counts.refused} />
      </div>
    </Card>
  );
}

function Applied({ batchId, counts, error }: ImportStateProps) {
  return (
    <Card title="Applied">
      {error && (
        <Notice tone="danger" className="mb-3">
          {error}
        </Notice>
      )}
      <p>{`${rowsText(changingIn(counts))} applied: ${changesText(counts) || 'nothing changed'}.`}</p>
      <RefusedLink batchId={batchId} count={counts.refused} />
      <Disclosure summary="Undo this import…" className="mt-2 border-t border-line pt-2">
        <p className="mb-3 max-w-prose text-sm text-ink-muted">
          Everything it made is taken away, and everything it changed becomes what it was. If anything of it has been used since,
          nothing is undone and you are told what stands against it.
        </p>
        <SubmitForm intent="undo">Undo the whole import</SubmitForm>
      </Disclosure>
    </Card>
  );
}

/** The panel for a state in which nothing is under way. */
export function ImportStatePanel(props: ImportStateProps) {
  switch (props.state) {
    case 'ready':
      return <Ready {...props} />;
    case 'applied':
      return <Applied {...props} />;
    case 'undone':
      return (
        <Notice tone="success" title="Undone">
          The school is what it was before this import.
        </Notice>
      );
    case 'failed':
      return (
        <Notice tone="danger" title="This file was not read">
          {props.error}
        </Notice>
      );
    case 'reading':
    case 'applying':
    case 'undoing':
      return null;
  }
}
