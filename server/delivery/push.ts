/** Pushes on their way out. What one says is made as it is sent. */
import { eq } from 'drizzle-orm';
import { pushSubscriptions } from '#db/schema';
import { groupBy } from '#domain/group';
import { PUSH_BODY_MAX, type PushPayload } from '#domain/message/push';
import * as paths from '#domain/paths';
import { readerOf } from '#domain/words/translate';
import type { Services } from '#server/context/context';
import { type DueMessage, loadDueMessages, type Round, readerFor, saidBy } from './message-due';
import type { Load, Parcel } from './queue';

type Push = NonNullable<Services['push']>;

/** Pushes of one portion. */
const AT_ONCE = 25;

/** Where a message leads: to its place in the inbox, or, where there is something to do at once, there. */
function pageOf({ messageKind, messageId }: DueMessage): string {
  const isToCheckIn = messageKind === 'class-reminder' || messageKind === 'class-soon';
  return isToCheckIn ? paths.scan() : paths.inbox(messageId);
}

/** One message, or how many more there are. @param first of those that go together */
function payloadOf(services: Services, round: Round, first: DueMessage, count: number): PushPayload {
  const { language, direction, say } = readerOf(readerFor(services, round, first).language);
  const look = { lang: language, dir: direction };
  if (first.kind === 'digest') {
    const values = { count };
    const [title, body] = [say({ id: 'delivery.more', values }), say({ id: 'delivery.more-text', values })];
    return { title, body, url: paths.inbox(), tag: 'more', ...look };
  }
  const { title, body } = saidBy(services, round, first);
  return { title, body: body.slice(0, PUSH_BODY_MAX), url: pageOf(first), tag: `message-${first.messageId}`, ...look };
}

/** A browser that is subscribed no more is removed, and what waits for it goes with it. */
async function trySending(services: Services, push: Push, due: DueMessage, payload: PushPayload): Promise<void> {
  const { endpoint, p256dh, auth, subscriptionId, isUrgent, goneAt: until } = due;
  if (endpoint === null || p256dh === null || auth === null || subscriptionId === null) return;
  const outcome = await push.send({ endpoint, p256dh, auth }, JSON.stringify(payload), { topic: payload.tag, isUrgent, until });
  if (outcome === 'sent') return;
  const { db, commit, log } = services;
  await commit([db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, subscriptionId))]);
  log('info', 'push.subscription-gone', { userId: due.userId, subscriptionId });
}

/** Each message by itself; those that were too many together. */
const parcelKey = ({ id, kind, subscriptionId }: DueMessage) => (kind === 'digest' ? `more ${subscriptionId}` : String(id));

/** Pushes that are due. */
export function loadPushes(round: Round): Load {
  return async (services) => {
    const { push } = services;
    if (!push) return [];
    const due = await loadDueMessages(services, 'push', round, { most: AT_ONCE });
    return [...groupBy(due, parcelKey).values()].flatMap((parts): Parcel[] => {
      const [first] = parts;
      if (!first) return [];
      return [
        {
          ids: parts.map(({ id }) => id),
          tries: first.tries,
          told: { channel: 'push', level: 'debug', kind: first.messageKind, userId: first.userId },
          send: (claimed) => trySending(services, push, first, payloadOf(services, round, first, claimed.size)),
        },
      ];
    });
  };
}
