/** Messages on their way to another system, such as a gateway for text messages: kind and facts, in words too, and who is meant. */
import { webhookSecret, webhookSignature } from '#server/auth/webhook-secret';
import type { Services } from '#server/context/context';
import { type DueMessage, loadDueMessages, type Round, readerFor, saidBy } from './message-due';
import type { Load } from './queue';

/** Posts of one portion. */
const AT_ONCE = 10;

/** What is posted. `id` is the same when it is sent again. */
function bodyOf(services: Services, round: Round, due: DueMessage): string {
  const { id, messageKind, facts, at, sourcedId, email, phone } = due;
  const { language } = readerFor(services, round, due);
  const { title, body } = saidBy(services, round, due);
  return JSON.stringify({ id, kind: messageKind, at, facts, language, title, body, person: { id: sourcedId, email, phone } });
}

/** What is due to the webhook, while there is one. */
export function loadWebhooks(round: Round): Load {
  const { webhookUrl: url, webhookSecretAt } = round.settings.messages;
  return async (services) => {
    const { webhook, schoolKey, now } = services;
    if (!webhook || url === '' || webhookSecretAt === null) return [];
    const secret = webhookSecret(schoolKey, webhookSecretAt);
    const due = await loadDueMessages(services, 'webhook', round, { most: AT_ONCE });
    return due.map((one) => ({
      ids: [one.id],
      tries: one.tries,
      told: { channel: 'webhook', level: 'debug', kind: one.messageKind, userId: one.userId },
      send: async () => {
        const body = bodyOf(services, round, one);
        const headers = { 'Content-Type': 'application/json', 'Muster-Signature': webhookSignature(secret, body, now()) };
        await webhook.post(url, body, headers);
      },
    }));
  };
}
