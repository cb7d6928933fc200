/** A span of time drawn on an empty place of a day: pressed, it is an hour; drawn with a mouse, as long as it is drawn. */
import { type PointerEvent, useRef, useState } from 'react';
import type { Span } from '#app/components/calendar/overlap-columns';

/** Classes begin and end at such minutes. */
const STEP_MINUTES = 15;
const USUAL_MINUTES = 60;

type Hours = { fromHour: number; untilHour: number };

/** @param onDrawn told when it is let go */
export function useDraw({ fromHour, untilHour }: Hours, onDrawn: (span: Span) => void) {
  const [span, setSpan] = useState<Span | null>(null);
  const begun = useRef<number | null>(null);
  const minuteAt = ({ clientY, currentTarget }: PointerEvent) => {
    const { top, height } = currentTarget.getBoundingClientRect();
    return fromHour * 60 + ((clientY - top) / height) * (untilHour - fromHour) * 60;
  };
  const end = () => {
    begun.current = null;
    setSpan(null);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as Element).closest('li')) return;
    const from = Math.floor(minuteAt(event) / STEP_MINUTES) * STEP_MINUTES;
    begun.current = from;
    setSpan({ from, until: Math.min(from + USUAL_MINUTES, untilHour * 60) });
    if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = begun.current;
    if (from === null || event.pointerType !== 'mouse') return;
    const until = Math.min(Math.ceil(minuteAt(event) / STEP_MINUTES) * STEP_MINUTES, untilHour * 60);
    if (until > from + STEP_MINUTES) setSpan({ from, until });
  };
  const onPointerUp = () => {
    if (span) onDrawn(span);
    end();
  };
  return { span, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end } };
}
