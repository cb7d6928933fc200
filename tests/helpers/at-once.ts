/** Calls that arrive together: how their writes can reach the disk, and how they were answered. */
import type { Database } from '#db/client';
import { directCommit, groupCommit } from '#server/context/commit';
import type { Commit } from '#server/context/context';

/** Ways to commit, with their names. */
export const COMMITS: [string, (db: Database) => Commit][] = [
  ['each commits by itself', (db) => directCommit(db.$client)],
  ['they share commits', (db) => groupCommit(db.$client)],
];

/** How often each outcome was answered. */
export function tallied(outcomes: { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
