/** Sends what waits, every channel beside the others: a mail server that does not answer keeps no push waiting. */
import type { Services } from '#server/context/context';
import { loadAccountMails, showLinksInLog } from './account-mail';
import { deliverDue } from './queue';

/** Sends what is due. A job of `now`; many processes may run it, and each try is one process's. */
export async function deliverOutgoing(services: Services): Promise<void> {
  await Promise.all([showLinksInLog(services), deliverDue(services, loadAccountMails)]);
}
