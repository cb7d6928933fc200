/** A proxy in front of a server under test: stands for a school's own, or serves other files in the place of the server's, as after a deploy. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered instead of the server's own; null for "not found". */
export type Substitute = { type: string; body: string } | null;

export type TestProxy = { url: string; substitutes: Map<string, Substitute>; [Symbol.asyncDispose]: () => Promise<void> };

function answer(res: ServerResponse, substitute: Substitute): void {
  res.writeHead(substitute ? 200 : 404, { 'Content-Type': substitute?.type ?? 'text/plain', 'Cache-Control': 'no-cache' });
  res.end(substitute?.body);
}

function forward(target: URL, host: string | undefined, req: IncomingMessage, res: ServerResponse): void {
  const headers = { ...req.headers, ...(host && { host }) };
  const options = { port: target.port, host: target.hostname, path: req.url, method: req.method, headers };
  const onward = http.request(options, (response) => {
    res.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(res);
  });
  onward.on('error', () => res.destroy());
  res.once('close', () => onward.destroy());
  req.pipe(onward);
}

/** Listens on a port of its own; paths in `substitutes` are answered by them.
 *  @param host what every request is said to be for; what it says itself when left out */
export async function startProxy(target: string, host?: string): Promise<TestProxy> {
  const substitutes: TestProxy['substitutes'] = new Map();
  const server = http.createServer((req, res) => {
    const substitute = substitutes.get(req.url ?? '');
    if (substitute === undefined) forward(new URL(target), host, req, res);
    else answer(res, substitute);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, substitutes, [Symbol.asyncDispose]: close };
}
