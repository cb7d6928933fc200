/** The frame that stands around pages here, for when the root itself fails: the pages that lead in do without it, and so the root does
 *  not load it. */
import type { ComponentType, ReactNode } from 'react';
import { PlainPage } from './plain-page';

type Frame = ComponentType<{ children: ReactNode }>;

let known: Frame = PlainPage;

/** Notes the frame on screen. Browser only. */
export function noteFrame(frame: Frame): void {
  known = frame;
}

/** The last frame noted; the plain page before any. */
export function knownFrame(): Frame {
  return known;
}
