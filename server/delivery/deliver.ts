/** Sends what waits, every channel beside the others: a mail server that does not answer keeps no push waiting. */
import type { Services } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadAccountMails, showLinksInLog } from './account-mail';
import { dropUnwanted } from './message-due';
import { loadMessageMails } from './message-mail';
import { loadPushes } from './push';
import { deliverDue } from './queue';
import { loadWebhooks } from './webhook';

/** Messages, where there are words for them. */
async function deliverMessages(services: Services): Promise<void> {
  const { wordNotification: word } = services;
  if (!word) return;
  await dropUnwanted(services);
  const round = { settings: await loadSettings(services), word };
  const loads = [loadPushes(round), loadMessageMails(round), loadWebhooks(round)];
  await Promise.all(loads.map((load) => deliverDue(services, load)));
}

/** Sends what is due. A job of `now`; many processes may run it, and each try is one process's. */
export async function deliverOutgoing(services: Services): Promise<void> {
  await Promise.all([showLinksInLog(services), deliverDue(services, loadAccountMails), deliverMessages(services)]);
}
