/**
 * Files of the client build, held in memory and served as they were compressed at build time. Node only: on Workers the
 * platform serves them, with the headers of `public/_headers`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Names under /assets carry a hash of the content, so they never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Everything else, the service worker above all, is asked for anew each time; the etag makes that cheap. */
const REVALIDATE = 'no-cache';

/** Files of the build that are not for visitors. */
const HIDDEN = /^\/(\.vite\/|_headers$)|\.(br|gz)$/;

type StaticFile = { type: string; cacheControl: string; etag: string; raw: Buffer; br: Buffer | null; gzip: Buffer | null };
export type StaticFiles = Map<string, StaticFile>;

function readIfExists(file: string): Buffer | null {
  return existsSync(file) ? readFileSync(file) : null;
}

function readStaticFile(file: string, url: string): StaticFile {
  const raw = readFileSync(file);
  return {
    type: TYPES[path.extname(file)] ?? 'application/octet-stream',
    cacheControl: url.startsWith('/assets/') ? IMMUTABLE : REVALIDATE,
    etag: `"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
    raw,
    br: readIfExists(`${file}.br`),
    gzip: readIfExists(`${file}.gz`),
  };
}

/** Every file under `root` by its path on the site. Empty when there is no such folder. */
export function loadStaticFiles(root: string): StaticFiles {
  if (!existsSync(root)) return new Map();
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return { file, url: `/${path.relative(root, file).split(path.sep).join('/')}` };
  });
  return new Map(files.filter(({ url }) => !HIDDEN.test(url)).map(({ file, url }) => [url, readStaticFile(file, url)]));
}

/** Encodings the client takes, without weighing their `q`: none of those in use means "not this one". */
export function acceptedEncoding(header: string | undefined, available: { br: boolean; gzip: boolean }): 'br' | 'gzip' | null {
  const accepts = (name: string) => new RegExp(`(^|[,\\s])${name}(\\s*;\\s*q=(1|0\\.\\d*[1-9]))?\\s*(,|$)`).test(header ?? '');
  if (available.br && accepts('br')) return 'br';
  return available.gzip && accepts('gzip') ? 'gzip' : null;
}

function fileHeaders(file: StaticFile, encoding: 'br' | 'gzip' | null): Record<string, string> {
  return {
    'Content-Type': file.type,
    'Cache-Control': file.cacheControl,
    ETag: file.etag,
    ...(file.br && { Vary: 'Accept-Encoding' }),
    ...(encoding && { 'Content-Encoding': encoding }),
  };
}

/** Answers a request for a file. False when there is no such file, or it is not asked for by GET or HEAD.
 *  @param headers sent with each file besides its own */
export function serveStaticFile(
  files: StaticFiles,
  headers: Record<string, string>,
  req: IncomingMessage,
  res: ServerResponse,
): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  const file = files.get((req.url ?? '').split('?', 1)[0] ?? '');
  if (!file) return false;
  const encoding = acceptedEncoding(req.headers['accept-encoding'], { br: file.br !== null, gzip: file.gzip !== null });
  const body = (encoding && file[encoding]) ?? file.raw;
  const isKnown = req.headers['if-none-match'] === file.etag;
  res.writeHead(isKnown ? 304 : 200, {
    ...headers,
    ...fileHeaders(file, encoding),
    ...(!isKnown && { 'Content-Length': body.length }),
  });
  res.end(isKnown || req.method === 'HEAD' ? undefined : body);
  return true;
}
