/** Sends what waits, each channel for itself: a mail server that does not answer keeps no push waiting. */
import type { Channel } from '#domain/message/delivery';
import type { Services } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadAccountMails, showLinksInLog } from './account-mail';
import { channelsOf } from './channels-on';
import { dropUnwanted, type Round } from './message-due';
import { loadMessageMails } from './message-mail';
import { loadPushes } from './push';
import { deliverDue, type Load } from './queue';
import { loadWebhooks } from './webhook';

const LOADS: Record<Channel, (round: Round) => Load> = { push: loadPushes, mail: loadMessageMails, webhook: loadWebhooks };

/** Messages, where there are words for them and the channel is on. */
async function deliverMessages(services: Services, channel: Channel): Promise<void> {
  const { wordNotification: word } = services;
  const settings = await loadSettings(services);
  if (!word || !channelsOf(services, settings).includes(channel)) return;
  await dropUnwanted(services, channel);
  await deliverDue(services, LOADS[channel]({ settings, word }));
}

/** Sends the pushes that are due. A job of `now`, as the others here; many processes may run it, and each try is one process's. */
export const deliverPushes = (services: Services) => deliverMessages(services, 'push');

/** Sends the webhooks that are due. */
export const deliverWebhooks = (services: Services) => deliverMessages(services, 'webhook');

/** Sends the mails that are due, about accounts and of messages. */
export async function deliverMails(services: Services): Promise<void> {
  await Promise.all([showLinksInLog(services), deliverDue(services, loadAccountMails), deliverMessages(services, 'mail')]);
}
