/** The spot-check deck: when check-in ends, a few names, and staff look whether they are in the room. */
import { z } from 'zod';
import { ClassSessionId, Queueable } from './ids';
import type { RegisterRow } from './register';
import { UserId } from './user';

/** Few enough to be done while the class settles. */
export const DECK_SIZE = 3;

type Candidate = Pick<RegisterRow, 'studentId' | 'status' | 'source' | 'isFlagged'>;

/** Students who checked in by themselves: flagged ones first, the rest at random. Never throws.
 *  @param random uniform in [0, 1) */
export function drawDeck<Row extends Candidate>(rows: readonly Row[], random: () => number): Row[] {
  const candidates = rows.filter(
    ({ status, source }) =>
      (status === 'present' || status === 'late') && (source === 'qr' || source === 'code' || source === 'offline'),
  );
  const shuffled = candidates
    .map((row) => ({ row, order: (row.isFlagged ? 0 : 1) + random() }))
    .sort((a, b) => a.order - b.order);
  return shuffled.slice(0, DECK_SIZE).map(({ row }) => row);
}

export const SpotCheckInput = Queueable.extend({
  classSessionId: ClassSessionId,
  studentId: UserId,
  isHere: z.boolean(),
  isFlagged: z.boolean(),
});
export type SpotCheckInput = z.infer<typeof SpotCheckInput>;

/** What a section's spot checks of some days found. */
export type SpotCheckFigure = { day: string; asked: number; missing: number };
