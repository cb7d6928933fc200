/** What was typed or chosen before the page's script ran: nobody heard it. */
import { useEffect } from 'react';

/** Runs `hear` once, when the script takes over what the server has drawn. */
export function useTakenOver(hear: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is heard once; later changes are told by events.
  useEffect(hear, []);
}
