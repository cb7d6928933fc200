/** Words of the page of the school's data. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { BackupFault, BackupStep } from '#domain/data/backup';
import type { Retained } from '#domain/data/data';
import { DAY_MS } from '#domain/duration';

export const STEP_WORDS: Record<BackupStep, MessageDescriptor> = {
  copying: msg`Step 1 of 3: the database is copied.`,
  checking: msg`Step 2 of 3: the copy is read whole, and its history verified.`,
  measuring: msg`Step 3 of 3: its tables are measured.`,
};

export const FAULT_WORDS: Record<BackupFault, MessageDescriptor> = {
  'disk-full': msg`The disk is full. Make room on the server, then take the backup again.`,
  'not-whole': msg`The copy is not whole and was removed. Keep the earlier backups, and have whoever runs the server look at its log.`,
  other: msg`The backup could not be made. Try again; if it fails again, the server’s log says why.`,
};

export const RETAINED_WORDS: Record<Retained, MessageDescriptor> = {
  sightings: msg`When sign-ins were in use`,
  networks: msg`Networks that check-ins came from`,
  mails: msg`Deliveries that were sent or given up`,
  upcoming: msg`Reminders of classes that have begun`,
  files: msg`Uploaded files that nothing refers to`,
  codes: msg`Links and codes that have run out`,
  guardianLinks: msg`Links of guardians that have run out`,
  signIns: msg`Sign-ins that have run out`,
  imports: msg`Rows of imported files`,
  guardians: msg`Guardians of students who have left`,
  rejected: msg`Accounts that were asked for and rejected`,
};

/** "3.4 MB" */
export function sizeText({ i18n, number }: Format, bytes: number): string {
  const [mega, kilo] = [bytes / 1_000_000, bytes / 1_000];
  if (mega >= 1_000) return i18n._(msg`${number(Math.round(mega / 100) / 10)} GB`);
  if (mega >= 1) return i18n._(msg`${number(Math.round(mega * 10) / 10)} MB`);
  return i18n._(msg`${number(Math.ceil(kilo))} kB`);
}

/** How long something is kept. */
export function keptText({ i18n }: Pick<Format, 'i18n'>, keptMs: number): string {
  const days = Math.round(keptMs / DAY_MS);
  return days === 0 ? i18n._(msg`Until it runs out`) : i18n._(msg`${plural(days, { one: '# day', other: '# days' })}`);
}
