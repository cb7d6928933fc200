/** The load generator, in a process of its own so that it does not take the server's time: sends one volley for each message. */
import { Agent, request } from 'node:http';
import type { Hit, Report, Shot, Volley } from './shot';

function send(agent: Agent, url: string, shot: Shot): Promise<Omit<Hit, 'ms'>> {
  return new Promise((resolve) => {
    const headers = { ...shot.headers, 'Content-Length': Buffer.byteLength(shot.body) };
    const req = request(url + shot.path, { method: 'POST', agent, headers }, (res) => {
      let body = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body }));
    });
    req.on('error', (error) => resolve({ status: 0, body: error.message }));
    req.end(shot.body);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sends a volley. A request that is due is timed from that moment, also when it had to wait for its turn. */
async function fire({ url, shots, places, startAt }: Volley): Promise<Report> {
  const agent = new Agent({ keepAlive: true, maxSockets: places });
  const hits: Hit[] = [];
  await pause(Math.max(0, startAt - Date.now()));
  const zero = performance.now();
  const one = async (shot: Shot): Promise<void> => {
    const from = zero + (shot.dueMs ?? performance.now() - zero);
    const answer = await send(agent, url, shot);
    hits.push({ ...answer, ms: performance.now() - from });
  };
  const queue = shots.filter((shot) => shot.dueMs === null);
  const worker = async (): Promise<void> => {
    for (let shot = queue.shift(); shot; shot = queue.shift()) await one(shot);
  };
  const due = shots.filter((shot) => shot.dueMs !== null);
  await Promise.all([
    ...Array.from({ length: places }, worker),
    ...due.map(async (shot) => {
      await pause(shot.dueMs ?? 0);
      await one(shot);
    }),
  ]);
  const tookMs = performance.now() - zero;
  agent.destroy();
  return { hits, tookMs };
}

process.on('message', (volley: Volley) => {
  fire(volley).then((report) => process.send?.(report));
});
process.send?.('ready');
