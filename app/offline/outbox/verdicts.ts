/** Verdicts that came back after the screen that asked was told "queued": each is told once. Which words is the screens' matter. */
import { withDatabase } from '#app/offline/device/database';
import { type OutboxVerdict, readVerdict } from './outbox-view';

const TOLD_UNTIL = 'told-until';

/** The person's verdicts that nobody has seen or been told of, oldest first; from now on they count as told. One of several open
 *  pages gets them. @throws StorageDenied */
export function takeUnseenVerdicts(userId: number): Promise<OutboxVerdict[]> {
  return withDatabase(async (database) => {
    const change = database.transaction(['verdicts', 'facts'], 'readwrite');
    const facts = change.objectStore('facts');
    const toldUntil = ((await facts.get(TOLD_UNTIL)) as number | undefined) ?? 0;
    const all = await change.objectStore('verdicts').index('userId').getAll(userId);
    const unseen = all
      .filter(({ isSeen, settledAt }) => !isSeen && settledAt > toldUntil)
      .sort((a, b) => a.settledAt - b.settledAt);
    const last = unseen.at(-1);
    if (last) await facts.put(last.settledAt, TOLD_UNTIL);
    await change.done;
    return unseen.map(readVerdict);
  });
}
