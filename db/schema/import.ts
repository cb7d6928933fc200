/** Uploaded files of people and classes, and what each changed. */
import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { IMPORT_KINDS, IMPORT_STATES, VERDICTS } from '#domain/import/import';
import type { Message } from '#domain/words/message';
import { users } from './people';

/** One uploaded file of people and classes: what it would do, what it did, and whether that was taken back. */
export const importBatches = sqliteTable(
  'import_batches',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: IMPORT_KINDS }).notNull(),
    fileName: text().notNull(),
    state: text({ enum: IMPORT_STATES }).notNull(),
    /** What was chosen beside the file, e.g. a section that overrides a column. */
    options: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** Rows by verdict. */
    counts: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
    /** Rows applied so far, of those that change something. */
    done: integer().notNull().default(0),
    /** Why it failed or stopped, for the reader's language to word. */
    error: text({ mode: 'json' }).$type<Message>(),
    uploadedById: integer()
      .notNull()
      .references(() => users.id),
    uploadedAt: integer().notNull(),
    appliedAt: integer(),
    undoneAt: integer(),
  },
  (t) => [
    index('import_batches_uploaded').on(t.uploadedAt),
    index('import_batches_uploader').on(t.uploadedById),
    index('import_batches_under_way').on(t.state).where(sql`state in ('reading', 'applying', 'undoing')`),
  ],
);

/** Each row of an uploaded file with its verdict. */
export const importRows = sqliteTable(
  'import_rows',
  {
    batchId: integer()
      .notNull()
      .references(() => importBatches.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    verdict: text({ enum: VERDICTS }).notNull(),
    /** What it is about, in words a person knows it by. */
    subject: text().notNull(),
    /** What there is to say about it, for the reader's language to word. */
    message: text({ mode: 'json' }).$type<Message>(),
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.position] }), index('import_rows_verdict').on(t.batchId, t.verdict, t.position)],
);

/** A file that may be read once more with other choices, in pieces: kept until it is applied, for a day at most. */
export const importFiles = sqliteTable(
  'import_files',
  {
    batchId: integer()
      .notNull()
      .references(() => importBatches.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.position] })],
);

/** Each row that a batch changed, as it was before (null for one it made), in the order of the changes: undo goes backwards. */
export const importChanges = sqliteTable(
  'import_changes',
  {
    batchId: integer()
      .notNull()
      .references(() => importBatches.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    tableName: text().notNull(),
    rowKey: text({ mode: 'json' }).$type<Record<string, number | string>>().notNull(),
    before: text({ mode: 'json' }).$type<Record<string, unknown> | null>(),
    after: text({ mode: 'json' }).$type<Record<string, unknown> | null>(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.position] })],
);
