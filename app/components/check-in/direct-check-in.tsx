/** Checks in with tokens that are already there, at once, and shows how it ended. */
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { SchoolClock } from '#app/components/ui/time/time';
import { useClockOffset } from '#app/components/ui/time/use-server-now';
import { signInPath } from '#app/next-path';
import type { CheckInPerson } from '#app/offline/check-in';
import { forgetPendingScan } from '#app/offline/pending-scan';
import { parseToken } from '#domain/check-in/rotating-code';
import type { TimetableEntry } from '#domain/register/register';
import { OutcomeScreen } from './outcome-screen';
import { Reading } from './token-pages';
import { spokenText, useCheckIn } from './use-check-in';

export type DirectCheckInProps = SchoolClock & {
  /** Genuinely shaped, of one class session. */
  tokens: string[];
  person: CheckInPerson;
  classSessions: readonly TimetableEntry[];
  serverNow: number;
};

/** Sends once when it appears. The kept scan is forgotten as soon as it is judged, or safe in the outbox. */
export function DirectCheckIn({ tokens, person, classSessions, serverNow, zone, locale }: DirectCheckInProps) {
  const { i18n } = useLingui();
  const offsetMs = useClockOffset(serverNow);
  const { attempt, isSending, send, sendAgain } = useCheckIn(person);
  const navigate = useNavigate();
  const wasSent = useRef(false);

  useEffect(() => {
    if (wasSent.current) return;
    wasSent.current = true;
    const classSessionId = parseToken(tokens[0] ?? '')?.classSessionId ?? 0;
    send({ classSessionId, tokens, code: null });
  });
  useEffect(() => {
    if (attempt && attempt.answer.kind !== 'problem') forgetPendingScan();
  }, [attempt]);

  return (
    <>
      <p role="status" className="sr-only">
        {attempt && spokenText(i18n, attempt)}
      </p>
      {attempt ? (
        <OutcomeScreen
          attempt={attempt}
          at={attempt.answeredAt + offsetMs}
          classes={classSessions}
          zone={zone}
          locale={locale}
          isSending={isSending}
          onSendAgain={sendAgain}
          onStartOver={() => navigate('/scan')}
          signInPath={signInPath('/c')}
        />
      ) : (
        <Reading />
      )}
    </>
  );
}
