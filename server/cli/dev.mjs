/**
 * `npm run dev`: the same server in one process, with Vite in front. Changed code is used from the next request on; pages update in
 * place. `npm run dev -- --service-worker` serves the service worker too, to try what works with no network.
 */
import { createServer } from 'node:http';
import { ensureInstalled, ROOT } from './setup.mjs';

const hasWorker = process.argv.includes('--service-worker');
// Vite shows pages what begins so.
if (hasWorker) process.env.VITE_SERVICE_WORKER = '1';

/** Bundled for each request: a change is there when the browser looks for an update. */
async function answerWorker(res) {
  const { bundleForDevelopment } = await import('./build-sw.mjs');
  res.setHeader('Content-Type', 'text/javascript');
  res.setHeader('Cache-Control', 'no-cache');
  res.end(await bundleForDevelopment(ROOT));
}

/** Serves until told to stop. @param load a module of the server, by its name */
async function serve(server, vite, load) {
  const config = (await load('config')).readConfig(process.env);
  const log = (await load('context/log')).createLog(config.logLevel, console.log, Date.now);
  const { listen } = await load('http/node-listener');
  // A port that is taken leaves the database alone.
  const opening = listen(server, config.host, config.port).then(async () => (await load('node')).openServices(config, log));

  /** Whoever asks before it is open waits: a page that was left open asks at once. */
  async function answer(req, res) {
    try {
      const services = await opening;
      const { createNodeListener } = await load('node');
      createNodeListener(config, services, new Map())(req, res);
    } catch (error) {
      vite.ssrFixStacktrace(error);
      console.error(error);
      res.writeHead(500).end(error.stack);
    }
  }

  server.on('request', (req, res) => {
    if (hasWorker && req.url === '/sw.js') void answerWorker(res);
    else vite.middlewares(req, res, () => answer(req, res));
  });
  const services = await opening;
  const stopJobs = (await load('jobs/jobs')).startJobs(services);
  const { greet, welcome } = await load('demo/welcome');
  greet(await welcome(services, `${config.host}:${config.port}`), config.isDemo);

  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await stopJobs();
      services.db.$client.close();
      process.exit(0);
    });
  }
}

async function dev() {
  await ensureInstalled();
  const { createServer: createVite } = await import('vite');
  const server = createServer();
  // The update channel shares the server's address, so that the content security policy needs no exception.
  const vite = await createVite({ server: { middlewareMode: true, hmr: { server } } });
  const load = (name) => vite.ssrLoadModule(`./server/${name}.ts`);
  try {
    await serve(server, vite, load);
  } catch (error) {
    console.error((await load('explain')).explain(error));
    process.exit(1);
  }
}

dev().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
