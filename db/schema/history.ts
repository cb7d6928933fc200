/** Seals over the history. */
import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { HISTORY_RECORDS } from '#domain/history';

/** Keyed hash chain over the history: each seal covers a record's content and the seal before it. Append-only. */
export const seals = sqliteTable(
  'seals',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    record: text({ enum: HISTORY_RECORDS }).notNull(),
    /** Id of the event or the claim. */
    recordId: text().notNull(),
    hash: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('seals_record').on(t.record, t.recordId), index('seals_last').on(t.record, t.position)],
);

/** Settled claims that have no seal yet, kept by trigger. */
export const unsealedClaims = sqliteTable('unsealed_claims', { claimId: text().primaryKey() });

/** The seal last told in each place outside the database, in hex. */
export const historyAnchors = sqliteTable('history_anchors', {
  target: text({ enum: ['log', 'anchor'] }).primaryKey(),
  hash: text().notNull(),
});
