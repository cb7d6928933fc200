/** Reads a running camera's picture about ten times a second and tells each text found. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { createDecoder, type Decode } from './decoder';

/** A frame is read in some 10 ms; the rest of the time belongs to the page. */
const PAUSE_MS = 100;

let loading: Promise<Decode> | null = null;

/** The decoder, loaded once a page; a failed load may be tried again.
 *  @throws TypeError when it cannot be loaded */
export function loadDecoder(): Promise<Decode> {
  loading ??= createDecoder().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function decodeUntil(isOver: () => boolean, video: HTMLVideoElement, onText: (text: string) => void): Promise<void> {
  const decode = await loadDecoder();
  while (!isOver()) {
    const isShowing = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
    const text = isShowing ? await decode(video) : null;
    if (text && !isOver()) onText(text);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Decodes while `isOn`. `isMissing` says that the decoder could not be loaded. */
export function useDecoding(
  video: RefObject<HTMLVideoElement>,
  isOn: boolean,
  onText: (text: string) => void,
): { isMissing: boolean } {
  const [isMissing, setMissing] = useState(false);
  const tell = useRef(onText);
  useEffect(() => {
    tell.current = onText;
  });

  useEffect(() => {
    loadDecoder().then(
      () => setMissing(false),
      () => setMissing(true),
    );
    if (!isOn || !video.current) return;
    let isOver = false;
    decodeUntil(
      () => isOver,
      video.current,
      (text) => tell.current(text),
    ).catch(() => setMissing(true));
    return () => {
      isOver = true;
    };
  }, [isOn, video]);
  return { isMissing };
}
