/** The answers of a spot check as they are given: shown at once, sent so that none is lost, taken back when the school refuses. */
import { useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { problemText } from '#app/components/register/model/marking';
import { useRegister } from '#app/components/register/model/register-context';
import { useToast } from '#app/components/ui/feedback/toast';
import { mint } from '#app/offline/calls/queueable';
import { deliver } from '#app/offline/outbox/deliver';
import type { SpotCheckFigures } from '#domain/check-in/spot-check';
import { useOffline } from '../pwa/offline-provider';
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

/** Answers of this class session that wait in the outbox, the latest of each student. */
function useWaitingAnswers(classSessionId: number): ReadonlyMap<number, boolean> {
  const entries = useOffline()?.outbox.entries ?? [];
  const own = entries.flatMap(({ procedure, input }) =>
    procedure === 'spotCheck.answer' && input.classSessionId === classSessionId ? [input] : [],
  );
  return new Map(own.map(({ studentId, isHere }) => [studentId, isHere]));
}

/** The deck is dealt once: later check-ins do not shuffle it. */
export function useSpotCheck(figures: SpotCheckFigures): SpotCheck {
  const { i18n } = useLingui();
  const { store, clock } = useRegister();
  const toast = useToast();
  const { revalidate } = useRevalidator();
  const { id: classSessionId } = store.state().classSession;
  const [cards, setCards] = useState(() => {
    const { classSession, ids, views } = store.state();
    const rows = ids.flatMap((id) => views.get(id)?.row ?? []);
    return dealDeck(rows, figures.answers, classSession);
  });
  const [given, setGiven] = useState<ReadonlyMap<number, boolean>>(new Map());
  const waiting = useWaitingAnswers(classSessionId);
  const known = figures.answers.map(({ studentId, isHere }) => [studentId, isHere] as const);

  async function send({ studentId, isFlagged }: DeckCard, isHere: boolean): Promise<void> {
    setGiven((before) => new Map(before).set(studentId, isHere));
    try {
      const input = { ...mint(clock.offsetMs()), classSessionId, studentId, isHere, isFlagged };
      const { outcome } = await deliver('spotCheck.answer', input);
      if (outcome !== 'queued') revalidate();
    } catch (error) {
      setGiven((before) => new Map([...before].filter(([id]) => id !== studentId)));
      toast({ tone: 'danger', text: problemText(i18n, error) });
    }
  }

  return {
    cards,
    answers: new Map([...known, ...waiting, ...given]),
    waiting: new Set(waiting.keys()),
    answer: (card, isHere) => void send(card, isHere),
    skip: ({ studentId }) => setCards((all) => all.filter((card) => card.studentId !== studentId)),
  };
}
