/**
 * Between node:http and fetch: requests in, responses out. Knows nothing of the product.
 * Everything in a request is the client's word; what cannot be a request becomes null, never an exception.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { gathered } from './gathered';
import type { JsonAnswer } from './mutation-handler';
import type { RequestHead } from './request-context';
import { acceptedEncoding } from './static-files';

/** A body up to this length is read before the request is handled, at half the cost of a stream. */
const SMALL_BODY_BYTES = 64 * 1024;
/** Compressing less costs more than it saves. */
const MIN_COMPRESSED_BYTES = 1024;

const COMPRESSIBLE = /^(text\/|application\/(json|javascript|manifest\+json|xml)|image\/svg)/;

/** Pages are compressed while they stream: what is ready is flushed, in a window that costs little memory per visitor. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const GZIP = { level: 4 };
const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** The entry that the outermost believed proxy wrote. Each proxy appends, so it is counted from the right; what the client
 *  wrote itself stands further left. */
function forwarded(header: string | string[] | undefined, trustProxy: number): string | undefined {
  const entries = String(header ?? '').split(',');
  return entries.at(-trustProxy)?.trim() ?? entries[0]?.trim();
}

/** The client's network address.
 *  @param trustProxy how many proxies in front are believed; 0 ignores what the request says */
export function clientAddress(req: IncomingMessage, trustProxy: number): string {
  const peer = req.socket.remoteAddress ?? '';
  const claimed = trustProxy > 0 ? forwarded(req.headers['x-forwarded-for'], trustProxy) : undefined;
  return (claimed && isIP(claimed) ? claimed : peer).replace(/^::ffff:(?=\d+\.)/, '');
}

/** The origin the client addressed, `fallback` when it names no Host, or null when its Host cannot be one. */
function requestOrigin(req: IncomingMessage, trustProxy: number, fallback: string): string | null {
  const scheme = trustProxy > 0 ? forwarded(req.headers['x-forwarded-proto'], trustProxy) : undefined;
  const { host } = req.headers;
  if (host === undefined) return fallback;
  const origin = `${scheme === 'https' ? 'https' : 'http'}://${host}`;
  return /^[\w.:[\]-]+$/.test(host) && URL.canParse(origin) ? new URL(origin).origin : null;
}

/** Path and query of a request target in origin form (`/a?b`) or absolute form (`http://host/a?b`); null for any other. */
function requestPath(target: string): string | null {
  if (target.startsWith('/')) return target;
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return null;
  const { pathname, search } = new URL(target);
  return pathname + search;
}

/** @throws when the client leaves before all of it has arrived */
function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.once('end', () => resolve(chunks[0] && chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    req.once('error', reject);
  });
}

/** Whether a body says that it is short enough to be read before anything else. */
export function isSmall(req: IncomingMessage): boolean {
  return Number(req.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= SMALL_BODY_BYTES;
}

/** A reading request ends with its connection, which is what ends a live stream. A changing one runs to its end: what the
 *  client sent counts, whether or not it stays for the answer. */
async function requestInit(req: IncomingMessage, res: ServerResponse): Promise<RequestInit> {
  if (req.method === 'GET' || req.method === 'HEAD') {
    const controller = new AbortController();
    res.once('close', () => controller.abort());
    return { signal: controller.signal };
  }
  if (isSmall(req)) return { body: new Uint8Array(await readBody(req)) };
  return { body: createReadableStreamFromReadable(req), duplex: 'half' } as RequestInit;
}

/** The request as fetch has it, or null when it is malformed.
 *  @param baseUrl stands in for a Host that is not there
 *  @throws when the client leaves before its body has arrived */
export async function toRequest(
  req: IncomingMessage,
  res: ServerResponse,
  trustProxy: number,
  baseUrl: string,
): Promise<Request | null> {
  const address = requestAddress(req, trustProxy, baseUrl);
  if (address === null || req.method === 'TRACE' || req.method === 'CONNECT') return null;
  const headers = new Headers();
  for (let index = 0; index < req.rawHeaders.length; index += 2)
    headers.append(req.rawHeaders[index] ?? '', req.rawHeaders[index + 1] ?? '');
  return new Request(address, { method: req.method ?? 'GET', headers, ...(await requestInit(req, res)) });
}

/** Where the client meant to go, or null when that is no address. */
function requestAddress(req: IncomingMessage, trustProxy: number, baseUrl: string): string | null {
  const path = requestPath(req.url ?? '');
  const origin = requestOrigin(req, trustProxy, baseUrl);
  const address = path === null || origin === null ? null : origin + path;
  return address !== null && URL.canParse(address) ? address : null;
}

/** The text of a small JSON body and what stands before it, for whoever has no use for a whole `Request`. Null when it is malformed.
 *  @throws when the client leaves before its body has arrived */
export async function readPosted(
  req: IncomingMessage,
  trustProxy: number,
  baseUrl: string,
): Promise<{ head: RequestHead; text: string } | null> {
  const url = requestAddress(req, trustProxy, baseUrl);
  if (url === null) return null;
  const get = (name: string) => req.headers[name.toLowerCase()]?.toString() ?? null;
  return { head: { method: 'POST', url, headers: { get } }, text: new TextDecoder().decode(await readBody(req)) };
}

type Encoding = ReturnType<typeof acceptedEncoding>;

function responseHeaders(response: Response): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return headers;
}

/** How to compress a response. Events are left as they are: each has to arrive when it happens. */
function encodingFor(req: IncomingMessage, response: Response, type: string): Encoding {
  if (!COMPRESSIBLE.test(type) || type.startsWith('text/event-stream') || response.headers.has('content-encoding')) return null;
  return acceptedEncoding(req.headers['accept-encoding'], { br: true, gzip: true });
}

/** JSON is one value: it goes out whole, which is far cheaper than a stream. As text it shares one write with the head. */
async function sendWhole(res: ServerResponse, { status, headers, text }: JsonAnswer, encoding: Encoding): Promise<void> {
  let body: string | Buffer = text;
  if (encoding && body.length >= MIN_COMPRESSED_BYTES) {
    body = await (encoding === 'br' ? compressBrotli(body, BROTLI) : compressGzip(body, GZIP));
    headers['content-encoding'] = encoding;
  }
  headers['content-length'] = String(Buffer.byteLength(body));
  res.writeHead(status, headers).end(body);
}

async function sendStream(
  res: ServerResponse,
  response: Response,
  headers: Record<string, string | string[]>,
  encoding: Encoding,
): Promise<void> {
  const sent = response.body as ReadableStream<Uint8Array>;
  const body = encoding ? gathered(sent) : Readable.fromWeb(sent as import('node:stream/web').ReadableStream);
  if (encoding) {
    delete headers['content-length'];
    headers['content-encoding'] = encoding;
  }
  // Set one by one, so that whoever stops the server can tell which responses are live streams.
  res.setHeaders(new Map(Object.entries(headers)));
  res.writeHead(response.status).flushHeaders();
  if (encoding === 'br') await pipeline(body, createBrotliCompress({ ...BROTLI, flush: constants.BROTLI_OPERATION_FLUSH }), res);
  else if (encoding === 'gzip') await pipeline(body, createGzip({ ...GZIP, flush: constants.Z_SYNC_FLUSH }), res);
  else await pipeline(body, res);
}

/** Sends an answer in JSON. */
export function sendJson(req: IncomingMessage, res: ServerResponse, { status, headers, text }: JsonAnswer): Promise<void> {
  const vary = [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  const encoding = acceptedEncoding(req.headers['accept-encoding'], { br: true, gzip: true });
  return sendWhole(res, { status, headers: { ...headers, vary }, text }, encoding);
}

/** Sends a response. A client that leaves early cancels its body.
 *  @throws when the body fails, after which the connection is closed: what was sent is not the whole */
export async function sendResponse(req: IncomingMessage, res: ServerResponse, response: Response): Promise<void> {
  const headers = responseHeaders(response);
  const type = response.headers.get('content-type') ?? '';
  if (!response.body || req.method === 'HEAD') {
    res.writeHead(response.status, headers).end();
    return response.body?.cancel();
  }
  const encoding = encodingFor(req, response, type);
  if (COMPRESSIBLE.test(type)) headers.vary = [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  if (type.startsWith('application/json'))
    return sendWhole(res, { status: response.status, headers, text: await response.text() }, encoding);
  return sendStream(res, response, headers, encoding);
}
