/** Bodies in larger pieces: whole, in order, live ones at once, and a failure told to whoever reads. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { gathered } from '#server/http/gathered';

const bytes = (length: number) => new Uint8Array(length).fill(7);

test('what is there goes on as one piece, and what comes later as its own', async () => {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (let piece = 0; piece < 10; piece++) controller.enqueue(bytes(512));
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.enqueue(bytes(3));
      controller.close();
    },
  });
  const pieces: number[] = [];
  for await (const { length } of gathered(body)) pieces.push(length);
  expect(pieces).toEqual([5120, 3]);
});

test('a body that fails while nobody reads on tells its reader, and nobody else', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  let fail = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes(64 * 1024));
      fail = () => controller.error(new Error('cut off'));
    },
  });
  const readable = gathered(body);
  await once(readable, 'readable');
  fail();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [error] = await Promise.all([once(readable, 'error').then(([reason]) => reason), readable.resume()]);
  expect([error.message, unhandled]).toEqual(['cut off', []]);
  process.off('unhandledRejection', note);
});

test('a reader who goes away cancels the body', async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes(10)),
    cancel() {
      isCancelled = true;
    },
  });
  const readable = gathered(body);
  await once(readable, 'readable');
  readable.destroy();
  await once(readable, 'close');
  expect(isCancelled).toBe(true);
});
