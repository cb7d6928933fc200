/** What this process does with a database that takes long, for the page that shows it. On Workers each request is alone, and sees nothing. */
import { prepared } from '#db/prepared';
import type { BackupState } from '#domain/data/backup';
import type { ExportState } from '#domain/data/data';

type Ongoing = {
  backup: BackupState;
  /** By the id of the sign-in that asked for it. */
  exports: Map<string, ExportState>;
};

export const ongoingOf = prepared((): Ongoing => ({ backup: { step: null, fault: null }, exports: new Map() }));
