/** A part of the page over the whole screen: the browser's full screen where there is one, otherwise the whole window. */
import { type RefObject, useCallback, useEffect, useState } from 'react';

export type Projector = { isOn: boolean; start: () => void; stop: () => void };

/** Full screen is a wish: a phone that has none still fills its window. */
async function fill(element: HTMLElement | null): Promise<void> {
  await element?.requestFullscreen?.({ navigationUI: 'hide' }).catch(() => undefined);
}

async function leave(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined);
}

/** Leaves on Esc, with and without the browser's full screen. */
export function useProjector(ref: RefObject<HTMLElement>): Projector {
  const [isOn, setOn] = useState(false);
  const start = useCallback(() => {
    setOn(true);
    void fill(ref.current);
  }, [ref]);
  const stop = useCallback(() => {
    setOn(false);
    void leave();
  }, []);
  useEffect(() => {
    if (!isOn) return;
    const onChange = () => setOn(document.fullscreenElement !== null);
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && stop();
    document.addEventListener('fullscreenchange', onChange);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOn, stop]);
  useEffect(() => () => void leave(), []);
  return { isOn, start, stop };
}
