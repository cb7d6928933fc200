/** The answers of a spot check as they are given: shown at once, sent so that none is lost, taken back when the school refuses. */
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { deliver } from '#app/offline/deliver';
import { mint } from '#app/offline/queueable';
import type { SpotCheckFigures } from '#domain/spot-check';
import { problemText } from '../register/marking';
import { useRegister } from '../register/register-context';
import { useToast } from '../toast';
import { type DeckCard, dealDeck } from './deck';

export type SpotCheck = {
  cards: readonly DeckCard[];
  /** Whether each student is here. */
  answers: ReadonlyMap<number, boolean>;
  /** Answers that are saved on this device and not yet confirmed. */
  waiting: ReadonlySet<number>;
  answer: (card: DeckCard, isHere: boolean) => void;
  skip: (card: DeckCard) => void;
};

/** The deck is dealt once: later check-ins do not shuffle it. */
export function useSpotCheck(figures: SpotCheckFigures): SpotCheck {
  const { store, clock } = useRegister();
  const toast = useToast();
  const { revalidate } = useRevalidator();
  const [cards, setCards] = useState(() => {
    const { classSession, ids, views } = store.state();
    const rows = ids.flatMap((id) => views.get(id)?.row ?? []);
    return dealDeck(rows, figures.answers, classSession);
  });
  const [answers, setAnswers] = useState<ReadonlyMap<number, boolean>>(
    () => new Map(figures.answers.map(({ studentId, isHere }) => [studentId, isHere])),
  );
  const [waiting, setWaiting] = useState<ReadonlySet<number>>(new Set());

  function put(studentId: number, isHere: boolean | undefined) {
    setAnswers((known) => {
      const next = new Map(known);
      if (isHere === undefined) next.delete(studentId);
      else next.set(studentId, isHere);
      return next;
    });
  }

  async function send({ studentId, isFlagged }: DeckCard, isHere: boolean): Promise<void> {
    const before = answers.get(studentId);
    put(studentId, isHere);
    const classSessionId = store.state().classSession.id;
    try {
      const input = { ...mint(clock.offsetMs()), classSessionId, studentId, isHere, isFlagged };
      const { outcome } = await deliver('spotCheck.answer', input);
      if (outcome === 'queued') setWaiting((known) => new Set(known).add(studentId));
      else revalidate();
    } catch (error) {
      put(studentId, before);
      toast({ tone: 'danger', text: problemText(error) });
    }
  }

  return {
    cards,
    answers,
    waiting,
    answer: (card, isHere) => void send(card, isHere),
    skip: ({ studentId }) => setCards((known) => known.filter((card) => card.studentId !== studentId)),
  };
}
