/** The days that follow those a timetable shows: read when their place comes near, or at a press. */
import { useFetcher, useSearchParams } from '@remix-run/react';
import { type MouseEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { searchLink } from './search-link';
import type { WeekDay } from './week-layout';

/** Read this far ahead of what is seen, so that nobody waits at the end. */
const AHEAD = '600px';

/** As the timetable's loader tells them: the first day of the week they begin with, and that of the week with which what follows does. */
export type Stretch = { from: string; days: WeekDay[]; next: string | null };

/** Calls back when the element is near the window. */
function useNear(element: RefObject<HTMLElement>, onNear: () => void): void {
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), { rootMargin: AHEAD });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, onNear]);
}

/** What was read last. With no network an answer may be what is kept of another week: it is none. */
function useAnswered(week: string, data: Stretch | undefined): Stretch | null {
  const [answered, setAnswered] = useState<Stretch | null>(null);
  if (data && data.from === week && data !== answered) setAnswered(data);
  return answered;
}

/** Reads the days from `week` on, once.
 *  @param week its first day
 *  @returns the days, `place` for what stands where they will, its address, and what a press on it does */
export function useLaterDays(week: string) {
  const [search] = useSearchParams();
  const { data, state, load } = useFetcher<Stretch>();
  const place = useRef<HTMLAnchorElement>(null);
  const isPressed = useRef(false);
  const stretch = useAnswered(week, data);
  const to = searchLink(search, { week });
  const read = useCallback(() => load(to), [load, to]);
  useNear(place, read);
  const first = stretch?.days.find(({ entries }) => entries.length > 0)?.day;
  useEffect(() => {
    if (first && isPressed.current) document.getElementById(dayHeadId(first))?.focus();
  }, [first]);
  const press = (event: MouseEvent) => {
    event.preventDefault();
    isPressed.current = true;
    read();
  };
  const isReading = state !== 'idle';
  return { stretch, place, to, press, isReading, isOutOfReach: data !== undefined && !stretch && !isReading };
}

/** Of the heading of a day, which is gone to when it was asked for. */
export const dayHeadId = (day: string): string => `day-${day}`;
