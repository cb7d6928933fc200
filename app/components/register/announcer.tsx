/** Says check-ins aloud, politely and not too often, to those who cannot see the register fill. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useRef, useState } from 'react';
import { markText } from '#app/components/ui/status-words';
import type { Arrival } from './model/register-state';

/** "Ama Mensah present, 3 more": one by name, so that a full class is not a flood. Empty without arrivals. Never throws. */
export function spokenArrivals(i18n: I18n, arrivals: readonly Arrival[]): string {
  const [first] = arrivals;
  if (!first) return '';
  const [{ name }, mark, others] = [first, markText(i18n, first.status), arrivals.length - 1];
  return i18n._(others > 0 ? msg`${name} ${mark}, ${others} more` : msg`${name} ${mark}`);
}

/** Time to hear one announcement before the next. */
const PAUSE_MS = 5_000;

export type Announcements = { text: string; announce: (arrivals: Arrival[]) => void };

/** Gathers arrivals and gives them out as one text at a time. */
export function useAnnouncements(): Announcements {
  const { i18n } = useLingui();
  const [text, setText] = useState('');
  const gathered = useRef<Arrival[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const say = useCallback(() => {
    timer.current = undefined;
    if (gathered.current.length === 0) return;
    setText(spokenArrivals(i18n, gathered.current));
    gathered.current = [];
    timer.current = setTimeout(say, PAUSE_MS);
  }, [i18n]);
  const announce = useCallback(
    (arrivals: Arrival[]) => {
      gathered.current.push(...arrivals);
      if (timer.current === undefined) say();
    },
    [say],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return { text, announce };
}

/** The live region; there from the start, so that readers follow it. */
export function Announcer({ text }: { text: string }) {
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
