/** Node's request listener: files first, then the handler. And the server around it that can stop without waiting for idle browsers. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import * as paths from '#domain/paths';
import type { Log } from '#server/context/context';
import { isJsonType, isMutation } from './api';
import type { Handler } from './handler';
import type { MutationHandler } from './mutation-handler';
import { clientAddress, isSmall, readPosted, sendJson, sendResponse, toRequest } from './node-http';
import { type StaticFiles, serveStaticFile } from './static-files';

type Parts = {
  handler: Handler;
  /** Answers the mutations it can without the handler; without it the handler has them all. */
  mutations?: MutationHandler;
  log: Log;
  files: StaticFiles;
  /** Sent with every file. */
  fileHeaders: Record<string, string>;
  trustProxy: number;
  /** Stands in for a Host that is not there. */
  baseUrl: string;
};

/** Requests under way get this long when the server stops. */
const STOP_TIMEOUT_MS = 10_000;
/** Longer than the usual proxy's 60 s, so that a proxy never sends into a connection that is just closing. */
const KEEP_ALIVE_MS = 65_000;
const REQUEST_TIMEOUT_MS = 30_000;

const API_PREFIX = paths.api('');

/** The mutation that a request calls in the plainest way, as our own pages and phones do; null for any other request, which may yet be
 *  a call. */
function plainMutation(req: IncomingMessage): string | null {
  if (req.method !== 'POST' || !req.url?.startsWith(API_PREFIX)) return null;
  const name = req.url.slice(API_PREFIX.length);
  const isPlain = isMutation(name) && isSmall(req) && isJsonType(req.headers['content-type']) && !('trpc-accept' in req.headers);
  return isPlain ? name : null;
}

async function answerMutation(
  { trustProxy, baseUrl }: Parts,
  handler: MutationHandler,
  { req, res, name }: { req: IncomingMessage; res: ServerResponse; name: string },
): Promise<void> {
  const posted = await readPosted(req, trustProxy, baseUrl);
  if (!posted) return refuseMalformed(res);
  const answer = await handler({ ...posted, name }, { address: clientAddress(req, trustProxy) });
  return answer instanceof Response ? sendResponse(req, res, answer) : sendJson(req, res, answer);
}

function refuseMalformed(res: ServerResponse): void {
  res.writeHead(400, { Connection: 'close' }).end('Bad request');
}

async function answer(parts: Parts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const name = plainMutation(req);
  if (name !== null && parts.mutations) return answerMutation(parts, parts.mutations, { req, res, name });
  if (serveStaticFile(parts.files, parts.fileHeaders, req, res)) return;
  const request = await toRequest(req, res, parts.trustProxy, parts.baseUrl);
  if (!request) return refuseMalformed(res);
  const response = await parts.handler(request, { address: clientAddress(req, parts.trustProxy) });
  // The rest of an upload that was refused is not worth reading.
  if (!req.complete) res.setHeader('Connection', 'close');
  await sendResponse(req, res, response);
}

/** How a stream says that the other side has gone. */
const CLIENT_LEFT = new Set([
  'ABORT_ERR',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
]);

/** Listens for one deployment. The handler itself never fails, so what is caught here is a body that broke on its way in or out. */
export function createListener(parts: Parts): RequestListener {
  return (req, res) => {
    answer(parts, req, res).catch((error) => {
      if (!CLIENT_LEFT.has(error?.code)) parts.log('error', 'response.failed', { error });
      res.destroy();
    });
  };
}

/** Destroys each connection once nothing is under way on it. Browsers open some ahead of need and send nothing on them,
 *  which `closeIdleConnections` does not count as idle. */
function trackConnections(server: Server): () => void {
  const idle = new Set<Socket>();
  const streams = new Set<ServerResponse>();
  let isStopping = false;
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', (req, res) => {
    idle.delete(req.socket);
    streams.add(res);
    res.once('close', () => {
      streams.delete(res);
      if (isStopping) req.socket.destroy();
      else if (!req.socket.destroyed) idle.add(req.socket);
    });
  });
  return () => {
    isStopping = true;
    for (const socket of idle) socket.destroy();
    for (const res of streams) if (String(res.getHeader('content-type')).startsWith('text/event-stream')) res.destroy();
  };
}

/** A server and the function that stops it: no new requests, live streams end (their pages connect again), others finish. */
export function createStoppableServer(): { server: Server; stop: () => Promise<void> } {
  const server = createServer();
  Object.assign(server, {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: KEEP_ALIVE_MS + 1_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  const releaseConnections = trackConnections(server);
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    releaseConnections();
    const timer = setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  };
  return { server, stop };
}

/** Resolves with the port once the server listens.
 *  @throws when the address is taken or not this machine's */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
