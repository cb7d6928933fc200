/** Copies of the database's file, which only a process beside the file can make and read. */
import type { BackupFault, BackupFile, BackupStep } from '#domain/data/backup';

/** What stopped a backup. The message is for whoever runs the server. */
export class BackupError extends Error {
  readonly fault: BackupFault;

  constructor(fault: BackupFault, message: string) {
    super(message);
    this.name = 'BackupError';
    this.fault = fault;
  }
}

export type Backups = {
  /** Where they are, as an operator names it. */
  folder: string;
  /** Newest first. */
  list: () => Promise<BackupFile[]>;
  /** Makes one without keeping anybody waiting, and removes what is too old. @throws BackupError */
  take: (onStep: (step: BackupStep) => void) => Promise<Omit<BackupFile, 'takenAt'>>;
  /** The bytes of one of the list, read as they are taken. */
  open: (name: string) => ReadableStream<Uint8Array>;
};
