/** Backups: taking one and how far it is, those there are with what was found of each, and the command that restores one. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { DatabaseBackup, ShieldAlert, ShieldCheck } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { CopyField } from '#app/components/ui/form/copy-field';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { BACKUP_STEPS, BACKUPS_KEPT, type BackupState } from '#domain/data/backup';
import { FAULT_WORDS, STEP_WORDS, sizeText } from './data-words';
import { DownloadForm } from './download-form';

type Check = { sealed: number; isHistoryIntact: boolean };
type File = { name: string; takenAt: number; bytes: number; check: Check | null };
export type Backups = { folder: string; files: readonly File[] };

function CheckText({ check }: { check: Check | null }) {
  const { number } = useFormat();
  if (!check) return <Trans>Made by an earlier release: nothing is written down of its check.</Trans>;
  const { sealed } = check;
  return check.isHistoryIntact ? (
    <Trans>Whole, and its history is intact ({number(sealed)} sealed records).</Trans>
  ) : (
    <Trans>Whole, but its history could not be verified. Verify the history below.</Trans>
  );
}

function Backup({ folder, file }: { folder: string; file: File }) {
  const { t } = useLingui();
  const format = useFormat();
  const { name, takenAt, bytes, check } = file;
  const Icon = check?.isHistoryIntact === false ? ShieldAlert : ShieldCheck;
  return (
    <ListRow
      leading={<Icon className="size-5 shrink-0 self-start text-ink-muted" aria-hidden="true" />}
      title={
        <>
          <Time at={takenAt} style="moment" /> · {sizeText(format, bytes)}
        </>
      }
      detail={
        <>
          <CheckText check={check} />
          <Disclosure summary={<span className="text-sm">{t`Restore it`}</span>}>
            <p>
              <Trans>
                On the server: stop Muster, run this command in its folder, and start Muster again. The backup is proved first,
                and what was there before is kept beside it.
              </Trans>
            </p>
            <CopyField label={t`Command`} value={`npm run db:restore -- --yes ${folder}/${name}`} />
          </Disclosure>
        </>
      }
      trailing={
        <DownloadForm action={paths.backupFile()} name={name} label={t`Download the backup of ${format.time(takenAt, 'moment')}`}>
          <Trans>Download</Trans>
        </DownloadForm>
      }
    />
  );
}

/** What goes on, or the button that begins it. */
function TakeBackup({ step, fault }: BackupState) {
  const { i18n } = useLingui();
  const isAsking = useNavigation().formData?.get('act') === 'backup';
  if (step)
    return (
      <div>
        <progress
          value={BACKUP_STEPS.indexOf(step) + 0.5}
          max={BACKUP_STEPS.length}
          aria-label={i18n._(STEP_WORDS[step])}
          className="block h-3 w-full overflow-hidden rounded-full accent-accent"
        />
        <p role="status" className="mt-2 text-sm">
          {i18n._(STEP_WORDS[step])} <Trans>It goes on by itself: you can leave this page and come back.</Trans>
        </p>
        <noscript>
          <ButtonLink to="" size="sm" className="mt-3">
            <Trans>Check again</Trans>
          </ButtonLink>
        </noscript>
      </div>
    );
  return (
    <div className="grid gap-3">
      {fault && (
        <Notice tone="danger" isLive>
          {i18n._(FAULT_WORDS[fault])}
        </Notice>
      )}
      <Form method="post">
        <Button type="submit" name="act" value="backup" icon={DatabaseBackup} isPending={isAsking}>
          <Trans>Take a backup now</Trans>
        </Button>
      </Form>
    </div>
  );
}

/** @param backups null where the database is a server's and no file can be copied */
export function BackupsCard({ backups, state }: { backups: Backups | null; state: BackupState }) {
  const { t } = useLingui();
  if (!backups)
    return (
      <Card title={t`Backups`}>
        <Notice tone="info">
          <Trans>
            The database is on a server of its own, so no file can be copied from here. Take its backups by the means of that
            server, and export everything below to keep a copy that can be read.
          </Trans>
        </Notice>
      </Card>
    );
  const { folder, files } = backups;
  const { keep, days } = BACKUPS_KEPT;
  return (
    <Card title={t`Backups`} isFlush>
      <div className="grid gap-3 p-4 sm:px-5">
        <p className="text-sm text-ink-muted">
          <Trans>
            The whole database in one file: everybody’s names, marks, photos and evidence, and the hashes of passwords. The secret
            key is not in it. Keep it where only you can reach it. Nobody has to wait while it is taken.
          </Trans>
        </p>
        <TakeBackup {...state} />
      </div>
      {files.length === 0 ? (
        <EmptyState icon={DatabaseBackup} title={t`No backups yet`}>
          <Trans>Take one now, and have the server take one every night.</Trans>
        </EmptyState>
      ) : (
        <List label={t`Backups, newest first`} className="border-t border-line">
          {files.map((file) => (
            <Backup key={file.name} folder={folder} file={file} />
          ))}
        </List>
      )}
      <p className="border-t border-line px-4 py-3 text-sm break-words text-ink-muted sm:px-5">
        <Trans>
          They are kept in the folder {folder}: the {keep} newest, and none longer than {days} days but the last. Backups that a
          command puts elsewhere are not listed.
        </Trans>
      </p>
    </Card>
  );
}
