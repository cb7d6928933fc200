/** Checks in with tokens that are already there, at once, and shows how it ended. */
import { useNavigate } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { CheckInPerson } from '#app/offline/check-in';
import { forgetPendingScan } from '#app/offline/pending-scan';
import * as paths from '#app/paths';
import { parseToken } from '#domain/check-in/rotating-code';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { CheckInFrame } from './check-in-frame';
import { Reading } from './token-pages';
import { useCheckIn } from './use-check-in';

export type DirectCheckInProps = {
  /** Genuinely shaped, of one class session. */
  tokens: string[];
  person: CheckInPerson;
  classSessions: readonly TimetableEntry[];
  lateAfterMs: number;
  serverNow: number;
};

/** Sends once when it appears. The kept scan is forgotten as soon as it is judged, or safe in the outbox. */
export function DirectCheckIn({ tokens, person, classSessions, lateAfterMs, serverNow }: DirectCheckInProps) {
  const checkIn = useCheckIn(person);
  const { attempt, send } = checkIn;
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
    <CheckInFrame
      checkIn={checkIn}
      day={{ classes: classSessions, lateAfterMs, serverNow }}
      onStartOver={() => navigate(paths.scan())}
      signInPath={paths.signInFor(paths.checkIn())}
    >
      <Reading />
    </CheckInFrame>
  );
}
