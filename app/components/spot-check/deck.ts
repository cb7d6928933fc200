/** Which names a spot check asks about, and what its answers add to the class's figures. Pure. */

import { DECK_SIZE, deckRandom, drawDeck, type SpotCheckAnswer, type SpotCheckFigure } from '#domain/check-in/spot-check';
import { pool, type Sums } from '#domain/rate';
import type { RegisterRow } from '#domain/register/register';

export type DeckCard = Pick<RegisterRow, 'studentId' | 'name' | 'isFlagged'>;

type ClassSession = { id: number; day: string; startsAt: number; openedAt: number | null };

/** Those asked about before first, then as many new ones as there is room for. The same on every screen that knows the same. */
export function dealDeck(
  rows: readonly RegisterRow[],
  answers: readonly SpotCheckAnswer[],
  classSession: ClassSession,
): DeckCard[] {
  const isAnswered = (row: RegisterRow) => answers.some(({ studentId }) => studentId === row.studentId);
  const answered = rows.filter(isAnswered);
  const fresh = drawDeck(
    rows.filter((row) => !isAnswered(row)),
    deckRandom(classSession),
  );
  const dealt = [...answered, ...fresh.slice(0, Math.max(0, DECK_SIZE - answered.length))];
  return dealt.map(({ studentId, name, isFlagged, place }) => ({ studentId, name, isFlagged: isFlagged || place === 'apart' }));
}

/** The figures with this class session's answers as they stand on this screen. */
export function withAnswers(
  figures: readonly SpotCheckFigure[],
  { id, day, startsAt }: ClassSession,
  answers: ReadonlyMap<number, boolean>,
): SpotCheckFigure[] {
  const others = figures.filter(({ classSessionId }) => classSessionId !== id);
  if (answers.size === 0) return others;
  const missing = [...answers.values()].filter((isHere) => !isHere).length;
  const own = { classSessionId: id, day, startsAt, asked: answers.size, missing };
  return [...others, own].sort((a, b) => b.startsAt - a.startsAt);
}

/** How many of those asked about were missing, in the hundredths that rates are made of. */
export function mismatchOf(figures: readonly SpotCheckFigure[]): Sums {
  return pool(figures.map(({ asked, missing }) => ({ earned: missing * 100, possible: asked * 100 })));
}
