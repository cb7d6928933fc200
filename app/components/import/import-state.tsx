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
import { TextField } from '#app/components/ui/form/field';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import {
  changingIn,
  type ImportCounts,
  type ImportKind,
  type ImportState,
  type Removals,
  removalsIn,
} from '#domain/import/import';
import type { ImportContents } from '#domain/import/import-contents';
import { changesText, changingWords, rowsText } from './import-words';

export type ImportStateProps = {
  batchId: number;
  kind: ImportKind;
  state: ImportState;
  counts: ImportCounts;
  contents: ImportContents;
  error: string | null;
  removals: Removals | null;
};

/** Asks for the number, so that nobody takes much of a school away by one press. */
function RemovalsField({ removals }: { removals: Removals }) {
  const { t } = useLingui();
  const people = t`${plural(removals.people, { one: '# person', other: '# people' })}`;
  const classes = t`${plural(removals.classes, { one: '# class', other: '# classes' })}`;
  return (
    <>
      <Notice tone="warning" title={t`This file takes away ${people} and ${classes}.`}>
        <Trans>A full file takes away what it no longer has. Make sure that it is the whole school’s and was not cut off.</Trans>
      </Notice>
      <TextField
        label={t`Number of people and classes it takes away`}
        hint={t`Type it to apply the file.`}
        name="removes"
        inputMode="numeric"
        autoComplete="off"
        pattern={String(removalsIn(removals))}
        required
      />
    </>
  );
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
      {t`${plural(count, { one: 'Download the refused row', other: 'Download the # refused rows' })}`}
    </a>
  );
}

type SubmitProps = { intent: 'apply' | 'undo'; fields?: ReactNode; children: ReactNode };

function SubmitForm({ intent, fields, children }: SubmitProps) {
  const isPending = useNavigation().formData?.get('intent') === intent;
  return (
    <Form method="post" className="grid justify-items-start gap-4">
      <input type="hidden" name="intent" value={intent} />
      {fields}
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

/** Rows that will be left out, in sight of whoever is about to apply the others. */
function RefusedNotice({ batchId, count, hasOthers }: { batchId: number; count: number; hasOthers: boolean }) {
  const { t } = useLingui();
  if (count === 0) return null;
  return (
    <Notice
      tone="warning"
      title={t`${plural(count, { one: '# row cannot be used and is left out.', other: '# rows cannot be used and are left out.' })}`}
      className="mt-4"
    >
      <p>
        {hasOthers ? (
          <Trans>Each says why. You can apply the others now, correct these and upload them again.</Trans>
        ) : (
          <Trans>Each says why. Correct them and upload the file again.</Trans>
        )}
      </p>
      <p className="flex flex-wrap items-center gap-x-5">
        <TextLink to="?show=refused" preventScrollReset className="touch inline-flex items-center">
          <Trans>Show them</Trans>
        </TextLink>
        <RefusedLink batchId={batchId} count={count} />
      </p>
    </Notice>
  );
}

function Ready({ batchId, counts, contents, removals }: ImportStateProps) {
  const { i18n, t } = useLingui();
  const total = changingIn(counts);
  const asItIs = counts.unchanged + counts.duplicate;
  return (
    <Card title={t`Preview of changes`}>
      <p>
        {total > 0
          ? t`Nothing is applied yet. This is what would happen:`
          : asItIs > 0
            ? t`This file changes nothing: every row is already here or refused.`
            : t`This file changes nothing: no row of it can be used.`}
      </p>
      {total > 0 && (
        <ul className="mt-2 list-disc space-y-1 ps-5">
          {changingWords(i18n, counts, contents).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {asItIs > 0 && <li>{t`${plural(asItIs, { one: '# row changes nothing', other: '# rows change nothing' })}`}</li>}
        </ul>
      )}
      <RefusedNotice batchId={batchId} count={counts.refused} hasOthers={total > 0} />
      {total > 0 && (
        <div className="mt-4">
          <SubmitForm
            intent="apply"
            fields={removals && <RemovalsField removals={removals} />}
          >{t`${plural(total, { one: 'Apply # row', other: 'Apply # rows' })}`}</SubmitForm>
        </div>
      )}
    </Card>
  );
}

function Applied({ batchId, kind, counts, error }: ImportStateProps) {
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
          </Trans>{' '}
          {kind === 'timetable' && <Trans>Classes that were held, changed by hand or have marks stay.</Trans>}
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
