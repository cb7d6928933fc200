/** Builds the parts a process or a Worker's request needs. Decides nothing: that is `config.ts` before it and the services after. */
import type { Database } from '#db/client';
import { webAnchor } from './channels/anchor';
import { webPush } from './channels/push';
import { type Config, isWebAddress } from './config';
import { createCodeKeys } from './context/code-keys';
import { groupCommit } from './context/commit';
import type { Commit, Log, Services } from './context/context';
import { unkeptDeviceKeys } from './context/device-keys';
import { deriveHistoryKey } from './context/history-key';
import { deriveVapidKeys } from './context/vapid-keys';
import { deriveSchoolKey } from './domain/check-in/rotating-code';

/** The services over an open database. Nothing but pushes leaves, no file is written or copied, no disk is looked at: those are for the platform that can to add.
 *  @param now epoch ms  @param commit how writes reach the disk; by default callers of one event-loop turn share a commit
 *  @throws when the configuration still lacks its secret */
export async function createServices(
  config: Config,
  db: Database,
  log: Log,
  now: () => number,
  commit: Commit = groupCommit(db.$client),
): Promise<Services> {
  if (config.secretKey === undefined) throw new Error('A secret is needed before the services can be built.');
  const { baseUrl, codeTtlMinutes, isDemo, historyAnchor, languages } = config;
  const schoolKey = await deriveSchoolKey(config.secretKey);
  const historyKey = deriveHistoryKey(config.secretKey);
  const policy = { baseUrl, codeTtlMinutes, isDemo, languages };
  const vapid = config.vapidKeys ?? (await deriveVapidKeys(config.secretKey));
  const push = webPush({ ...vapid, subject: config.vapidSubject }, now);
  const outside = { push, mail: null, webhook: null, wordNotification: null };
  const anchor = historyAnchor && isWebAddress(historyAnchor) ? webAnchor(historyAnchor) : null;
  const keys = { schoolKey, codeKeys: createCodeKeys(schoolKey), deviceKeys: unkeptDeviceKeys, historyKey };
  return { db, commit, ...keys, policy, ...outside, anchor, isDiskFull: null, backups: null, log, now };
}
