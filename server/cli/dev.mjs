/** `npm run dev`: the same server in one process, with Vite in front. Changed code is used from the next request on; pages update in place. */
import { createServer } from 'node:http';
import { createServer as createVite } from 'vite';

const server = createServer();
// The update channel shares the server's address, so that the content security policy needs no exception.
const vite = await createVite({ server: { middlewareMode: true, hmr: { server } } });
const load = (name) => vite.ssrLoadModule(`./server/${name}.ts`);

const config = (await load('config')).readConfig(process.env);
const log = (await load('log')).createLog(config.logLevel, console.log, Date.now);
const services = await (await load('node')).openServices(config, log);
const stopJobs = (await load('jobs')).startJobs(services);

async function answer(req, res) {
  try {
    const { createNodeListener } = await load('node');
    createNodeListener(config, services, new Map())(req, res);
  } catch (error) {
    vite.ssrFixStacktrace(error);
    console.error(error);
    res.writeHead(500).end(error.stack);
  }
}

server.on('request', (req, res) => vite.middlewares(req, res, () => answer(req, res)));
const { welcome } = await load('welcome');
server.listen(config.port, config.host, async () => console.log(await welcome(services, `${config.host}:${config.port}`)));

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stopJobs();
    services.db.$client.close();
    process.exit(0);
  });
}
