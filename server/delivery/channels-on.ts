/** The ways out that there are. */
import type { Channel } from '#domain/message/delivery';
import type { SchoolSettings } from '#domain/school/school';
import type { Services } from '#server/context/context';

/** Channels by which messages are sent. Without words none is. */
export function channelsOf({ wordNotification, push, mail, webhook }: Services, { messages }: SchoolSettings): Channel[] {
  if (!wordNotification) return [];
  const isWebhookSet = webhook !== null && messages.webhookUrl !== '' && messages.webhookSecretAt !== null;
  return [...(push ? ['push' as const] : []), ...(mail ? ['mail' as const] : []), ...(isWebhookSet ? ['webhook' as const] : [])];
}
