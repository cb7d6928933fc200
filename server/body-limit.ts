/** Bounds what a request may send. */

/** Reads a body of unknown length, or null once it is longer than `maxBytes`. */
async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Blob | null> {
  const chunks: BlobPart[] = [];
  let length = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return new Blob(chunks);
}

/** The request when its body fits, or null when it is too long. A declared length is what the platform delivers at most,
 *  so only a body without one is read here.
 *  @throws when the body cannot be read */
export async function limitBody(request: Request, maxBytes: number): Promise<Request | null> {
  const declared = request.headers.get('content-length');
  if (declared !== null) return Number(declared) <= maxBytes ? request : null;
  if (request.body === null) return request;
  const body = await readAtMost(request.body, maxBytes);
  return body && new Request(request, { body });
}
