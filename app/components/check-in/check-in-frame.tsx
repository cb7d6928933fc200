/** What the pages of checking in share: the outcome of an attempt, said aloud too, over whatever stands there until there is one. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useClockOffset } from '#app/components/ui/time/use-server-now';
import type { Attempt } from '#app/offline/check-in';
import { factsOf, type KnownDay, NO_FACTS } from '#domain/check-in/outcome-facts';
import { OutcomeScreen, type OutcomeScreenProps } from './outcome-screen';
import { describe } from './outcome-words';
import { spokenText, type useCheckIn } from './use-check-in';

export type CheckInFrameProps = Pick<OutcomeScreenProps, 'onStartOver' | 'signInPath'> & {
  checkIn: Pick<ReturnType<typeof useCheckIn>, 'attempt' | 'isSending' | 'sendAgain'>;
  day: KnownDay & { serverNow: number };
  children: ReactNode;
};

/** @param at when it was answered, by the server's clock */
function wordsOf(attempt: Attempt, at: number, day: KnownDay) {
  const { answer, evidence } = attempt;
  const asked = answer.kind === 'outcome' && { outcome: answer.outcome, classSessionId: evidence.classSessionId, at };
  return describe(attempt, asked ? factsOf(asked, day) : NO_FACTS);
}

/** The attempt, once there is one, with the server's time of its answer and what is said of it. */
function useOutcome({ checkIn, day }: Pick<CheckInFrameProps, 'checkIn' | 'day'>) {
  const { attempt } = checkIn;
  const offsetMs = useClockOffset(day.serverNow);
  if (!attempt) return null;
  const at = attempt.answeredAt + offsetMs;
  return { attempt, at, words: wordsOf(attempt, at, day) };
}

export function CheckInFrame({ checkIn, day, children, ...screen }: CheckInFrameProps) {
  const { i18n } = useLingui();
  const { isSending, sendAgain } = checkIn;
  const outcome = useOutcome({ checkIn, day });
  return (
    <>
      <p role="status" className="sr-only">
        {outcome && spokenText(i18n, outcome.words)}
      </p>
      {outcome ? (
        <OutcomeScreen {...outcome} classes={day.classes} isSending={isSending} onSendAgain={sendAgain} {...screen} />
      ) : (
        children
      )}
    </>
  );
}
