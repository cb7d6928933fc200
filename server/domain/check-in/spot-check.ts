/** The spot-check deck: when check-in ends, a few names, and staff look whether they are in the room. */
import { z } from 'zod';
import { ClassSessionId, Queueable } from '#domain/ids';
import { UserId } from '#domain/person/user';
import type { RegisterRow } from '#domain/register/register';

/** Few enough to be done while the class settles. */
export const DECK_SIZE = 3;

type Candidate = Pick<RegisterRow, 'studentId' | 'status' | 'source' | 'isFlagged' | 'place'>;

/** Whose check-in came from elsewhere than the rest of the class comes first, then who is flagged. */
function rankOf({ place, isFlagged }: Candidate): number {
  return (place === 'apart' ? 0 : 2) + (isFlagged ? 0 : 1);
}

/** Students who checked in by themselves: those worth a look first, the rest at random. Never throws.
 *  @param random uniform in [0, 1) */
export function drawDeck<Row extends Candidate>(rows: readonly Row[], random: () => number): Row[] {
  const candidates = rows.filter(
    ({ status, source }) =>
      (status === 'present' || status === 'late') && (source === 'qr' || source === 'code' || source === 'offline'),
  );
  const shuffled = candidates.map((row) => ({ row, order: rankOf(row) + random() })).sort((a, b) => a.order - b.order);
  return shuffled.slice(0, DECK_SIZE).map(({ row }) => row);
}

export const SpotCheckInput = Queueable.extend({
  classSessionId: ClassSessionId,
  studentId: UserId,
  isHere: z.boolean(),
  isFlagged: z.boolean(),
});
export type SpotCheckInput = z.infer<typeof SpotCheckInput>;

/** What the spot check of one class session found. */
export type SpotCheckFigure = { classSessionId: number; day: string; startsAt: number; asked: number; missing: number };

export type SpotCheckAnswer = { studentId: number; isHere: boolean };

/** What spot checks of a section found lately, newest first, and the answers given in the class session that is looked at. */
export type SpotCheckFigures = { classSessions: SpotCheckFigure[]; answers: SpotCheckAnswer[] };

/** Numbers in [0, 1) that are the same for the same class session and opening, so that every screen draws the same names, and that
 *  nobody who does not know the instant of the opening can foretell (mulberry32). Never throws. */
export function deckRandom({ id, openedAt }: { id: number; openedAt: number | null }): () => number {
  let state = (Math.imul(id, 0x9e3779b1) ^ Math.floor((openedAt ?? 0) % 2 ** 32)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
