/** Rows that have served their purpose. History, claims and audit are not among them. */
import { and, eq, exists, inArray, isNotNull, lt, not, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import {
  attachments,
  claims,
  deliveries,
  guardianLinks,
  guardians,
  importBatches,
  importChanges,
  importRows,
  jobLeases,
  notifications,
  oneTimeCodes,
  sightings,
  users,
} from '#db/schema';
import { TELLS_OF_STANDING } from '#db/sql/guardian';
import { DAY_MS } from '#domain/duration';
import { IMPORTS_KEPT_MS } from '#domain/import/import';
import type { Services, Write } from '#server/context/context';
import { isUnused, isUpcoming, KEPT_MS } from '#server/services/data/retention';
import { forgetFiles } from '#server/services/import/import-file';
import { isUnattached } from '#server/services/person/person-references';
import { loadSettings } from '#server/services/school/school';

/** Rows of old imports, and of messages, deleted in one go; the next round takes the rest. */
const ROWS_AT_ONCE = 5_000;

function forgetImports(db: Database, table: typeof importRows | typeof importChanges, since: number): Write {
  const isOver = inArray(importBatches.state, ['ready', 'applied', 'failed', 'undone']);
  const old = db
    .select({ rowid: sql`${table}.rowid` })
    .from(importBatches)
    .innerJoin(table, eq(table.batchId, importBatches.id))
    .where(and(lt(importBatches.uploadedAt, since), isOver))
    .limit(ROWS_AT_ONCE);
  return db.delete(table).where(sql`rowid in ${old}`);
}

function forgetUpcoming(db: Database, since: number): Write {
  const { id, retractedAt } = notifications;
  const old = db
    .select({ id })
    .from(notifications)
    .where(and(isUpcoming, lt(retractedAt, since)))
    .limit(ROWS_AT_ONCE);
  return db.delete(notifications).where(inArray(id, old));
}

/** Deletes old sightings and mails, reminders of classes long begun, networks of old claims, expired codes, links and leases, the rows of
 *  old imports, files that nothing refers to, and after the school's retention sign-ups that were rejected and guardians of students who have left. Idempotent. */
export async function purgeExpired({ db, commit, now }: Pick<Services, 'db' | 'commit' | 'now'>): Promise<void> {
  const at = now();
  const { retentionDays } = await loadSettings({ db });
  const keptSince = at - retentionDays * DAY_MS;
  const importsSince = at - IMPORTS_KEPT_MS;
  const left = db
    .select({ one: sql`1` })
    .from(users)
    .where(and(eq(users.id, guardians.studentId), lt(users.archivedAt, keptSince)));
  await commit([
    db.delete(sightings).where(lt(sightings.seenAt, at - KEPT_MS.sightings)),
    db
      .update(claims)
      .set({ network: null })
      .where(and(isNotNull(claims.network), lt(claims.receivedAt, at - KEPT_MS.networks))),
    db.delete(deliveries).where(and(lt(deliveries.createdAt, at - KEPT_MS.mails), not(TELLS_OF_STANDING))),
    db.delete(guardianLinks).where(lt(guardianLinks.expiresAt, at)),
    db.delete(guardians).where(exists(left)),
    forgetUpcoming(db, at - KEPT_MS.upcoming),
    db.delete(attachments).where(and(lt(attachments.storedAt, at - KEPT_MS.files), isUnused(db))),
    db.delete(oneTimeCodes).where(lt(oneTimeCodes.expiresAt, at)),
    db.delete(jobLeases).where(lt(jobLeases.expiresAt, at - DAY_MS)),
    forgetFiles({ db, now }),
    forgetImports(db, importRows, importsSince),
    forgetImports(db, importChanges, importsSince),
  ]);
  const isRejected = and(eq(users.state, 'pending'), lt(users.archivedAt, keptSince), isUnattached(db));
  await commit([db.delete(users).where(isRejected)]);
}
