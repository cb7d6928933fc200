/**
 * Cloudflare Workers: the same handler over libSQL on HTTP. Everything is built per request, because workerd forbids one
 * request to use another's connections; the database is migrated at deploy time, from Node.
 */
import { openWebDatabase } from '#db/client-web';
import { webWebhook } from './channels/webhook';
import { readConfig } from './config';
import { directCommit } from './context/commit';
import type { Services } from './context/context';
import { createLog } from './context/log';
import { createHandler } from './http/handler';
import { renderPage, wordNotification } from './http/pages';
import { HISTORY_JOBS, PLANNING, runDueJobs, runPendingImports, SENDING_JOBS } from './jobs/jobs';
import { createServices } from './runtime';

type Environment = Record<string, unknown>;

/** workerd collects what is printed. */
function print(line: string): void {
  console.log(line);
}

async function openServices(env: Environment): Promise<Services> {
  const config = readConfig(env, 'worker');
  const db = openWebDatabase({ url: config.databaseUrl, authToken: config.databaseAuthToken });
  const log = createLog(config.logLevel, print, Date.now);
  const services = await createServices(config, db, log, Date.now, directCommit(db.$client));
  return { ...services, webhook: webWebhook, wordNotification };
}

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const handler = createHandler(await openServices(env), renderPage);
    return handler(request, { address: request.headers.get('cf-connecting-ip') ?? '' });
  },

  async scheduled(_event: unknown, env: Environment): Promise<void> {
    const services = await openServices(env);
    await runDueJobs(services);
    await runDueJobs(services, [PLANNING]);
    await Promise.all(SENDING_JOBS.map((job) => runDueJobs(services, [job])));
    await runDueJobs(services, HISTORY_JOBS);
    await runPendingImports(services);
  },
};
