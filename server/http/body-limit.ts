/** Bounds what a request may send, and says how one is refused that no page and no procedure should see. */
import type { Bytes } from '#domain/encoding';

/** A request that is not looked at further. The message is shown to people. */
export class RequestRefusal extends Error {
  readonly status: number;
  /** Sent with the refusal. */
  readonly headers: Record<string, string>;

  constructor(status: 400 | 403 | 405 | 413 | 415 | 421, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'RequestRefusal';
    this.status = status;
    this.headers = headers;
  }
}

/** What whoever is not signed in may send: a form, or an input, of a few fields. */
export const MAX_BYTES_OF_NOBODY = 64 * 1024;
/** What people may send: the longest forms tick everybody in a section or bring a photo, the longest inputs mark a whole register. */
export const MAX_BYTES_OF_SOMEBODY = 256 * 1024;

async function readStream(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array[] | null> {
  const chunks: Uint8Array[] = [];
  // Not cancelled when it is too long: on Node that would end the connection before the answer.
  const reader = body.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new RequestRefusal(400, 'Refused: what was sent broke off.');
    });
    if (done) return chunks;
    length += value.byteLength;
    if (length > maxBytes) return null;
    chunks.push(value);
  }
}

function joined(chunks: Uint8Array[]): Bytes {
  const bytes = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function isDeclaredLonger(request: Request, maxBytes: number): boolean {
  return Number(request.headers.get('content-length') ?? 0) > maxBytes;
}

/** A request's body, or null when it is too long. Nothing is read of one that says so itself, and no more than `maxBytes` of any.
 *  @throws RequestRefusal 400 when it breaks off */
export async function readAtMost(request: Request, maxBytes: number): Promise<Bytes | null> {
  if (isDeclaredLonger(request, maxBytes)) return null;
  const chunks = request.body ? await readStream(request.body, maxBytes) : [];
  return chunks && joined(chunks);
}

/** The request when its body fits, or null when it is too long. A short body of declared length is left to its reader: the platform
 *  delivers no more than was declared. Any other is read here.
 *  @throws RequestRefusal 400 when it breaks off */
export async function limitBody(request: Request, maxBytes: number): Promise<Request | null> {
  const isShort = request.headers.has('content-length') && !isDeclaredLonger(request, MAX_BYTES_OF_NOBODY);
  if (isShort || request.body === null) return request;
  const body = await readAtMost(request, maxBytes);
  return body && new Request(request, { body });
}
