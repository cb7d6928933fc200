/** Marks verdicts on screen as seen, and keeps those that were new when the screen was opened apart while it stays open. */
import { useEffect, useState } from 'react';
import { announceChange } from '#app/offline/outbox/outbox';
import { markSeen } from '#app/offline/outbox/outbox-store';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';

/** Ids that were not seen before this screen showed them. */
export function useSeen(verdicts: readonly OutboxVerdict[]): ReadonlySet<string> {
  const [newIds, setNewIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const unseen = verdicts.filter(({ isSeen }) => !isSeen).map(({ id }) => id);
    if (unseen.length === 0) return;
    setNewIds((before) => new Set([...before, ...unseen]));
    void markSeen(unseen).then(announceChange, () => undefined);
  }, [verdicts]);
  return newIds;
}
