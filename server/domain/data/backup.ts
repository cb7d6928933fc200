/** Backups of the school's database, as the page of its data shows them: the files, what was found when each was proved, and what was
 *  measured of it. Pure. */
import { z } from 'zod';

/** So many of the newest stay unless said otherwise, and none longer than so many days. */
export const BACKUPS_KEPT = { keep: 14, days: 90 };

/** What making one goes through, in this order. */
export const BACKUP_STEPS = ['copying', 'checking', 'measuring'] as const;
export type BackupStep = (typeof BACKUP_STEPS)[number];

/** Why there is none. `not-whole`: the copy was refused and removed. */
export const BACKUP_FAULTS = ['disk-full', 'not-whole', 'other'] as const;
export type BackupFault = (typeof BACKUP_FAULTS)[number];

/** A table with its indexes, in bytes. */
const TableSize = z.object({ table: z.string(), rows: z.number(), bytes: z.number() });
export type TableSize = z.infer<typeof TableSize>;

/** What was found of a backup when it was proved: kept in a file beside it. */
export const BackupCheck = z.object({
  checkedAt: z.number(),
  /** Sealed records of its history that hold. */
  sealed: z.number(),
  isHistoryIntact: z.boolean(),
  tables: z.array(TableSize),
});
export type BackupCheck = z.infer<typeof BackupCheck>;

/** `check` is null for one that an earlier release made. */
export type BackupFile = { name: string; takenAt: number; bytes: number; check: BackupCheck | null };

export const BackupRef = z.object({ name: z.string().regex(/^muster-\d{8}T\d{6}Z\.db$/) });
export type BackupRef = z.infer<typeof BackupRef>;

/** What is under way. `fault`: why the last one this process tried came to nothing. */
export type BackupState = { step: BackupStep | null; fault: BackupFault | null };

/** A table now and, where an earlier backup knows it, how many rows it has gained since. */
export type TableGrowth = TableSize & { gained: number | null };
export type DatabaseGrowth = { measuredAt: number; since: number | null; tables: TableGrowth[] };

/** Sizes as the newest backup has them, held against the oldest there is; null when none was measured. The largest table comes first.
 *  @param backups newest first */
export function growthOf(backups: readonly BackupFile[]): DatabaseGrowth | null {
  const measured = backups.flatMap(({ takenAt, check }) => (check ? [{ takenAt, tables: check.tables }] : []));
  const [newest] = measured;
  const oldest = measured.length > 1 ? measured.at(-1) : undefined;
  if (!newest) return null;
  const before = new Map(oldest?.tables.map(({ table, rows }) => [table, rows]));
  const tables = newest.tables.map((size) => {
    const former = before.get(size.table);
    return { ...size, gained: former === undefined ? null : size.rows - former };
  });
  return {
    measuredAt: newest.takenAt,
    since: oldest?.takenAt ?? null,
    tables: tables.sort((a, b) => b.bytes - a.bytes),
  };
}
