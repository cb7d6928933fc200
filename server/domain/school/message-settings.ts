/** How a school sends messages: when it is quiet, how many a day, and the address of a system that passes them on. */
import { z } from 'zod';
import { WallTime } from '#domain/time';
import { says } from '#domain/words/says';

export const PER_DAY_MAX = 100;

/** An https address without an account. Empty is none. */
const WebhookUrl = z
  .string()
  .trim()
  .max(500, says('form.too-long', { max: 500 }))
  .refine((url) => url === '' || (/^https:\/\/[^@/]+(\/|$)/i.test(url) && URL.canParse(url)), says('delivery.webhook-url'));

const IN_RANGE = says('form.whole-number', { min: 1, max: PER_DAY_MAX });
const PerDay = z.number({ error: IN_RANGE }).int(IN_RANGE).min(1, IN_RANGE).max(PER_DAY_MAX, IN_RANGE);

/** What the form of the settings asks. */
export const MessageFields = {
  /** Wall times. The same twice is no quiet hours. */
  quietFrom: WallTime,
  quietUntil: WallTime,
  /** Pushes, and mails, that one person gets in a day; what is more comes as one the next morning. */
  messagesPerDay: PerDay,
  webhookUrl: WebhookUrl.default(''),
  /** Guardians who have confirmed their address get a student's alerts by mail. */
  guardiansGetAlerts: z.boolean().default(false),
};

/** `webhookSecretAt` is when the webhook's secret was made, epoch ms: it is derived, and kept nowhere. */
export const MessageSettings = z.object({ ...MessageFields, webhookSecretAt: z.number().int().nullable() });
export type MessageSettings = z.infer<typeof MessageSettings>;

export const DEFAULT_MESSAGES: MessageSettings = {
  quietFrom: '20:00',
  quietUntil: '07:00',
  messagesPerDay: 10,
  webhookUrl: '',
  guardiansGetAlerts: false,
  webhookSecretAt: null,
};

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url);

/** Settings without what is in the webhook's address beside its host: many services put a secret there. For logs and exports. */
export function withoutAddress<Messages extends Pick<MessageSettings, 'webhookUrl'>>(messages: Messages): Messages {
  return { ...messages, webhookUrl: hostOf(messages.webhookUrl) };
}
