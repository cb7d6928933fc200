/** What the page of the school's data shows beside backups: the schema, what is removed by itself, and an export under way. Pure. */

/** What is removed by itself, each with how long it is kept. */
export const RETAINED = [
  ...(['sightings', 'networks', 'mails', 'upcoming', 'files', 'codes', 'guardianLinks', 'signIns', 'imports'] as const),
  ...(['guardians', 'rejected'] as const),
] as const;
export type Retained = (typeof RETAINED)[number];

/** More of one kind are not counted. */
export const MOST_COUNTED = 10_000;

/** `keptMs` is 0 for what runs out by itself. `nextAt`: when the oldest goes, null when there is none; `dueSoon`: how many go within a
 *  day, one more than `MOST_COUNTED` for more. */
export type RetentionForecast = { what: Retained; keptMs: number; nextAt: number | null; dueSoon: number };

/** An export of everything by one sign-in: rows read so far, of about how many. Over when `isDone`. */
export type ExportState = { file: string; done: number; total: number; isDone: boolean };

/** Migrations that the database has seen, and when the last was made (epoch ms). */
export type SchemaVersion = { version: number; madeAt: number };
