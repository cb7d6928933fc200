/** What is removed by itself, and when: one list of how long it is kept, for the job that removes it and for the page that says so. */
import { and, eq, exists, inArray, isNotNull, isNull, lte, min, not, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import {
  announcements,
  attachments,
  claims,
  corrections,
  deliveries,
  guardianLinks,
  guardians,
  importBatches,
  importRows,
  loginSessions,
  notifications,
  oneTimeCodes,
  sightings,
  users,
} from '#db/schema';
import { TELLS_OF_STANDING } from '#db/sql/guardian';
import { MOST_COUNTED, type Retained, type RetentionForecast } from '#domain/data/data';
import { DAY_MS } from '#domain/duration';
import { IMPORTS_KEPT_MS } from '#domain/import/import';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** In ms. */
export const KEPT_MS = {
  /** Longer than the longest time a claim may travel, which is when sightings are asked for. */
  sightings: 8 * DAY_MS,
  /** Long enough to look into a relay; after that, where a phone was is nobody's business. */
  networks: 90 * DAY_MS,
  /** An invitation's own life, and some days to see that it ran out. */
  mails: 30 * DAY_MS,
  /** As long as what was sent of them: their readers have them no more once the class begins. */
  upcoming: 30 * DAY_MS,
  /** Far longer than it takes to write what refers to a file that was stored. */
  files: DAY_MS,
};

/** Condition on `notifications`, as the index has it: of a class that was about to begin. */
export const isUpcoming = and(
  eq(notifications.kind, 'class-soon'),
  ...[notifications.rule, notifications.retractedAt].map((column) => isNotNull(column)),
);

/** Condition on `attachments`: nothing refers to it. Its process ended before that was written, or between withdrawing an announcement and
 *  removing its file. */
export function isUnused(db: Database): SQL {
  const [one, { key }] = [{ one: sql`1` }, attachments];
  const isOfAnnouncement = and(eq(announcements.attachmentKey, key), isNull(announcements.withdrawnAt));
  const isOfCorrection = eq(corrections.attachmentKey, key);
  return and(
    not(exists(db.select(one).from(announcements).where(isOfAnnouncement))),
    not(exists(db.select(one).from(corrections).where(isOfCorrection))),
  ) as SQL;
}

/** Rows that go once an instant in `column` (epoch ms, or seconds) is `keptMs` ago. */
type Rule = { keptMs: number; column: SQLiteColumn; isInSeconds?: boolean; where?: SQL | undefined };

function rulesOf(db: Database, retentionDays: number): Record<Retained, Rule> {
  const rowsOfBatch = db.select({ one: sql`1` }).from(importRows).where(eq(importRows.batchId, importBatches.id));
  return {
    sightings: { keptMs: KEPT_MS.sightings, column: sightings.seenAt },
    networks: { keptMs: KEPT_MS.networks, column: claims.receivedAt, where: isNotNull(claims.network) },
    mails: { keptMs: KEPT_MS.mails, column: deliveries.createdAt, where: not(TELLS_OF_STANDING) },
    upcoming: { keptMs: KEPT_MS.upcoming, column: notifications.retractedAt, where: isUpcoming },
    files: { keptMs: KEPT_MS.files, column: attachments.storedAt, where: isUnused(db) },
    codes: { keptMs: 0, column: oneTimeCodes.expiresAt },
    guardianLinks: { keptMs: 0, column: guardianLinks.expiresAt },
    signIns: { keptMs: 0, column: loginSessions.expiresAt, isInSeconds: true },
    imports: { keptMs: IMPORTS_KEPT_MS, column: importBatches.uploadedAt, where: exists(rowsOfBatch) },
    guardians: {
      keptMs: retentionDays * DAY_MS,
      column: users.archivedAt,
      where: inArray(users.id, db.select({ id: guardians.studentId }).from(guardians)),
    },
    rejected: {
      keptMs: retentionDays * DAY_MS,
      column: users.archivedAt,
      where: and(eq(users.state, 'pending'), isNotNull(users.archivedAt)),
    },
  };
}

/** When the oldest goes, and how many go within a day. */
async function forecast(ctx: ActorContext, { keptMs, column, isInSeconds, where }: Rule) {
  const { db } = ctx;
  const unit = isInSeconds ? 1_000 : 1;
  const { table } = column;
  const soon = (ctx.now() + DAY_MS - keptMs) / unit;
  const oldest = db
    .select({ at: min(column) })
    .from(table)
    .where(where);
  const due = db
    .select({ one: sql`1` })
    .from(table)
    .where(and(where, lte(column, soon)))
    .limit(MOST_COUNTED + 1);
  const [[first], [counted]] = await Promise.all([oldest, db.select({ count: sql<number>`count(*)` }).from(due.as('due'))]);
  const at = first?.at as number | null | undefined;
  return { keptMs, nextAt: at === null || at === undefined ? null : at * unit + keptMs, dueSoon: counted?.count ?? 0 };
}

/** What is removed by itself, in the order of the list. */
export async function forecastRetention(ctx: ActorContext): Promise<RetentionForecast[]> {
  const { retentionDays } = await loadSettings(ctx);
  const rules = Object.entries(rulesOf(ctx.db, retentionDays)) as [Retained, Rule][];
  return Promise.all(rules.map(async ([what, rule]) => ({ what, ...(await forecast(ctx, rule)) })));
}
