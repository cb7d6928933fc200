/**
 * A libSQL server for tests and development, over the engine the embedded database uses: what `@libsql/client/web` needs,
 * and no more. One process, no replication, no limits: not for production.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Connection, HranaStream, openConnection, WriteLock } from './hrana-stream';
import { type HranaRequest, toHranaError } from './hrana-types';

/** A stream nobody came back to is rolled back after this. */
const IDLE_MS = 10_000;

export type HranaServer = { url: string; close: () => Promise<void> };

async function readJson(req: IncomingMessage): Promise<{ baton?: string | null; requests: HranaRequest[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function reply(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** The streams of one database file. A stream lives over several calls; a baton, new with each answer, stands for it. */
function createStreams(file: string) {
  const lock = new WriteLock();
  const spare: Connection[] = [];
  const byBaton = new Map<string, HranaStream>();
  const end = (stream: HranaStream) => {
    stream.end();
    spare.push(stream.connection);
  };

  function take(baton: string | null | undefined): HranaStream | null {
    if (!baton) return new HranaStream(spare.pop() ?? openConnection(file), lock);
    const stream = byBaton.get(baton) ?? null;
    byBaton.delete(baton);
    return stream;
  }

  /** Keeps or ends a stream after a call; null when it has ended. */
  function give(stream: HranaStream): string | null {
    if (stream.isClosed) {
      end(stream);
      return null;
    }
    const baton = randomBytes(16).toString('base64url');
    stream.lastUsedAt = Date.now();
    byBaton.set(baton, stream);
    return baton;
  }

  function endIdle(): void {
    for (const [baton, stream] of byBaton) {
      if (Date.now() - stream.lastUsedAt > IDLE_MS && byBaton.delete(baton)) end(stream);
    }
  }

  function closeAll(): void {
    for (const stream of byBaton.values()) end(stream);
    for (const connection of spare) connection.close();
  }

  return { take, give, endIdle, closeAll };
}

async function answerAll(stream: HranaStream, requests: HranaRequest[]): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const request of requests) {
    const response = await stream.answer(request).then(
      (answer) => ({ type: 'ok', response: answer }),
      (error) => ({ type: 'error', error: toHranaError(error) }),
    );
    results.push(response);
  }
  return results;
}

/** Serves the database in `file` until closed, on 127.0.0.1.
 *  @param token the bearer token to ask for */
export async function startHranaServer({
  file,
  token,
  port = 0,
}: {
  file: string;
  token: string;
  port?: number;
}): Promise<HranaServer> {
  const streams = createStreams(file);
  const server = createServer(async (req, res) => {
    if (req.headers.authorization !== `Bearer ${token}`) return reply(res, 401, { message: 'Wrong token.' });
    if (req.method !== 'POST' || req.url !== '/v2/pipeline') return reply(res, 404, { message: 'Not found.' });
    const { baton, requests } = await readJson(req);
    const stream = streams.take(baton);
    if (!stream) return reply(res, 400, { message: 'The stream has expired.', code: 'STREAM_EXPIRED' });
    const results = await answerAll(stream, requests);
    reply(res, 200, { baton: streams.give(stream), base_url: null, results });
  });
  const timer = setInterval(streams.endIdle, IDLE_MS).unref();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    clearInterval(timer);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    streams.closeAll();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
