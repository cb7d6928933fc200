/**
 * React to a web stream, by what the platform has in `react-dom/server`. Node's writes strings into bytes 2 kB at a time, where the other
 * makes an array of each attribute and tag: two fifths of the time of a long page.
 */
import type { ReactNode } from 'react';
import reactServer, { type RenderToReadableStreamOptions } from 'react-dom/server';

type Options = Required<Pick<RenderToReadableStreamOptions, 'signal' | 'nonce' | 'onError'>>;

/** `allReady` resolves once all of the page is rendered, deferred data too. */
type Rendering = { body: ReadableStream<Uint8Array>; allReady: Promise<void> };

/** A stream and, as far as React asks for it, what Node writes to: what was written goes on as one piece when React has no more for now.
 *  @param onLeave called when nobody reads on */
function destination(onLeave: () => void) {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  let pieces: Uint8Array[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
    },
    cancel() {
      controller = null;
      onLeave();
    },
  });
  const flush = () => {
    if (pieces.length > 0) controller?.enqueue(Buffer.concat(pieces));
    pieces = [];
  };
  const writable = {
    on: () => writable,
    write: (piece: Uint8Array) => pieces.push(piece) > 0,
    flush,
    end() {
      flush();
      controller?.close();
      // A request that is over is aborted, and React then ends once more.
      controller = null;
    },
    destroy: (error: unknown) => controller?.error(error),
  };
  return { body, writable: writable as unknown as NodeJS.WritableStream };
}

function renderOnNode(page: ReactNode, { signal, nonce, onError }: Options): Promise<Rendering> {
  return new Promise((resolve, reject) => {
    let isRead = true;
    let onAllReady = () => {};
    const allReady = new Promise<void>((ready) => {
      onAllReady = ready;
    });
    const { pipe, abort } = reactServer.renderToPipeableStream(page, {
      nonce,
      onAllReady,
      // What is given up because nobody reads on has not failed.
      onError: (error, info) => (isRead ? onError(error, info) : undefined),
      onShellError: reject,
      onShellReady() {
        const { body, writable } = destination(() => {
          isRead = false;
          abort();
        });
        pipe(writable);
        resolve({ body, allReady });
      },
    });
    signal.addEventListener('abort', () => abort(signal.reason), { once: true });
  });
}

async function renderByWebStreams(page: ReactNode, options: Options): Promise<Rendering> {
  const body = await reactServer.renderToReadableStream(page, options);
  return { body, allReady: body.allReady };
}

/** Resolves once the page's frame is rendered. Rejects with what the frame threw. */
export const renderToStream = 'renderToReadableStream' in reactServer ? renderByWebStreams : renderOnNode;
