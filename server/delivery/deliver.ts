/** Sends what waits, each channel for itself: a mail server that does not answer keeps no push waiting. */
import type { Channel } from '#domain/message/delivery';
import type { Services } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadAccountMails, showLinksInLog } from './account-mail';
import { channelsOf } from './channels-on';
import { dropUnwantedOfGuardians, loadGuardianMails } from './guardian-mail';
import { dropUnwanted, type Round } from './message-due';
import { loadMessageMails } from './message-mail';
import { loadPushes } from './push';
import { deliverDue, type Load } from './queue';
import { loadWebhooks } from './webhook';

/** What goes by a channel: what is dropped first because nobody wants it any more, and what is due then. */
type Way = { channel: Channel; drop: (services: Services) => Promise<void>; load: (round: Round) => Load };

const toReaders = (channel: Channel, load: Way['load']): Way => ({
  ...{ channel, load },
  drop: (services) => dropUnwanted(services, channel),
});
const PUSHES = toReaders('push', loadPushes);
const WEBHOOKS = toReaders('webhook', loadWebhooks);
const MAILS = toReaders('mail', loadMessageMails);
const GUARDIANS: Way = { channel: 'mail', drop: dropUnwantedOfGuardians, load: loadGuardianMails };

/** Messages, where there are words for them and the channel is on. */
async function deliverMessages(services: Services, { channel, drop, load }: Way): Promise<void> {
  const { wordNotification: word } = services;
  const settings = await loadSettings(services);
  if (!word || !channelsOf(services, settings).includes(channel)) return;
  await drop(services);
  await deliverDue(services, load({ settings, word }));
}

/** Sends the pushes that are due. A job of `now`, as the others here; many processes may run it, and each try is one process's. */
export const deliverPushes = (services: Services) => deliverMessages(services, PUSHES);

/** Sends the webhooks that are due. */
export const deliverWebhooks = (services: Services) => deliverMessages(services, WEBHOOKS);

/** Sends the mails that are due: about accounts, of messages, and to guardians. */
export async function deliverMails(services: Services): Promise<void> {
  const ways = [MAILS, GUARDIANS].map((way) => deliverMessages(services, way));
  await Promise.all([showLinksInLog(services), deliverDue(services, loadAccountMails), ...ways]);
}
