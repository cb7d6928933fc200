/**
 * The Node server: opens the database, brings it up to date, serves, and stops cleanly. `npm start` runs the built file;
 * tests call `start`.
 */
import { realpathSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { backupsOf } from './backup-process';
import { fileAnchor } from './channels/anchor-file';
import { smtpMail } from './channels/smtp';
import { nodeWebhook } from './channels/webhook-node';
import { type Config, readConfig } from './config';
import type { Log, Services } from './context/context';
import { bufferLines, createLog } from './context/log';
import { createDeviceKeys } from './context/node-device-keys';
import { isFull, openDataFolder, secretOf } from './demo/data-folder';
import { beginDemoClass, makeDemoSchool } from './demo/demo';
import { greet, welcome } from './demo/welcome';
import { explain } from './explain';
import { createHandler } from './http/handler';
import { securityHeaders } from './http/http-headers';
import { createMutationHandler } from './http/mutation-handler';
import { createListener, createStoppableServer, listen } from './http/node-listener';
import { renderPage, wordNotification } from './http/pages';
import { loadStaticFiles, type StaticFiles } from './http/static-files';
import { startJobs } from './jobs/jobs';
import { createServices } from './runtime';

/** `close` may be called again: it resolves when the first call is done. */
export type RunningServer = { port: number; baseUrl: string; close: () => Promise<void> };

/** Where the client build lies beside the server's. */
const CLIENT_FOLDER = fileURLToPath(new URL('../client', import.meta.url));

/** The services of a Node process, over a database at the current schema. The demo gets its school and its secret.
 *  @throws when the database cannot be opened or migrated */
export async function openServices(config: Config, log: Log): Promise<Services> {
  const folder = openDataFolder(config.databaseUrl);
  const db = await openDatabase({ url: config.databaseUrl, authToken: config.databaseAuthToken });
  const secretKey = secretOf(config);
  await migrateDatabase(db);
  if (config.isDemo) await makeDemoSchool(db, Date.now());
  const services = await createServices({ ...config, secretKey }, db, log, Date.now);
  // The job comes round once a minute, and whoever is quick looks before.
  await beginDemoClass(services);
  const { smtpUrl, mailFrom, historyAnchor } = config;
  const mail = smtpUrl && mailFrom ? smtpMail({ url: smtpUrl, from: mailFrom }) : null;
  const webhook = nodeWebhook(config.webhookInsideHosts);
  const anchor = services.anchor ?? (historyAnchor ? fileAnchor(historyAnchor) : null);
  const isDiskFull = config.databaseUrl.startsWith('file:') ? () => isFull(folder) : null;
  const deviceKeys = createDeviceKeys();
  return { ...services, deviceKeys, mail, webhook, wordNotification, anchor, isDiskFull, backups: backupsOf(config.databaseUrl) };
}

/** The whole request listener of a Node process. */
export function createNodeListener(config: Config, services: Services, files: StaticFiles): RequestListener {
  const { baseUrl, trustProxy } = config;
  const fileHeaders = securityHeaders(baseUrl).page();
  return createListener({
    handler: createHandler(services, renderPage),
    mutations: createMutationHandler(services),
    log: services.log,
    files,
    fileHeaders,
    trustProxy,
    baseUrl,
  });
}

/** With `PORT=0` the address is known only once the system has chosen. */
function withPort(config: Config, port: number): Config {
  return config.port === 0 ? { ...config, port, baseUrl: config.baseUrl.replace(/:0$/, `:${port}`) } : config;
}

function onlyOnce(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}

/** Serves until closed. Listens before anything else, so that a taken port leaves the database alone; until it is ready the answer is 503.
 *  @throws when the port is taken, or the database cannot be opened */
export async function start(configured: Config): Promise<RunningServer> {
  const output = bufferLines((text) => process.stdout.write(text));
  process.once('exit', output.flush);
  const { server, stop } = createStoppableServer();
  let listener: RequestListener = (_req, res) => res.writeHead(503, { 'Retry-After': '1' }).end('Starting');
  server.on('request', (req, res) => listener(req, res));
  const config = withPort(configured, await listen(server, configured.host, configured.port));
  try {
    const services = await openServices(config, createLog(config.logLevel, output.write, Date.now));
    listener = createNodeListener(config, services, loadStaticFiles(CLIENT_FOLDER));
    const stopJobs = startJobs(services);
    greet(await welcome(services, `${config.host}:${config.port}`), config.isDemo);
    const close = onlyOnce(async () => {
      await Promise.all([stop(), stopJobs()]);
      services.db.$client.close();
      output.flush();
    });
    return { port: config.port, baseUrl: config.baseUrl, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs until the process is told to stop. What stops the start is printed, and the process ends with code 1. Never rejects. */
export async function main(): Promise<void> {
  try {
    const server = await start(readConfig());
    const finish = () => void server.close().then(() => process.exit(0));
    process.on('SIGTERM', finish).on('SIGINT', finish);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) void main();
