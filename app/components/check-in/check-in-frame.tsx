/** What the pages of checking in share: the outcome of an attempt, said aloud too, over whatever stands there until there is one. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useClockOffset } from '#app/components/ui/time/use-server-now';
import { OutcomeScreen, type OutcomeScreenProps } from './outcome-screen';
import { spokenText, type useCheckIn } from './use-check-in';

export type CheckInFrameProps = Pick<OutcomeScreenProps, 'classes' | 'onStartOver' | 'signInPath'> & {
  checkIn: Pick<ReturnType<typeof useCheckIn>, 'attempt' | 'isSending' | 'sendAgain'>;
  serverNow: number;
  children: ReactNode;
};

export function CheckInFrame({ checkIn, serverNow, children, ...screen }: CheckInFrameProps) {
  const { i18n } = useLingui();
  const { attempt, isSending, sendAgain } = checkIn;
  const offsetMs = useClockOffset(serverNow);
  return (
    <>
      <p role="status" className="sr-only">
        {attempt && spokenText(i18n, attempt)}
      </p>
      {attempt ? (
        <OutcomeScreen
          attempt={attempt}
          at={attempt.answeredAt + offsetMs}
          isSending={isSending}
          onSendAgain={sendAgain}
          {...screen}
        />
      ) : (
        children
      )}
    </>
  );
}
