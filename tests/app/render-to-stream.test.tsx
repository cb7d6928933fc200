/** Pages as streams: few pieces, in the order in which they are there, and an end for whatever becomes of them. */
import { lazy, type ReactNode, Suspense } from 'react';
import { expect, test } from 'vitest';
import { renderToStream } from '#app/render-to-stream.server';

function render(page: ReactNode) {
  const left = new AbortController();
  const errors: unknown[] = [];
  const rendering = renderToStream(page, { signal: left.signal, nonce: 'n', onError: (error) => void errors.push(error) });
  return { rendering, errors, abort: () => left.abort(new Error('The reader left.')) };
}

function Broken(): ReactNode {
  throw new Error('Broken.');
}

/** Something that is rendered once `comes` is called. */
function deferred() {
  let comes = () => {};
  const Late = lazy(
    () =>
      new Promise<{ default: () => ReactNode }>((resolve) => {
        comes = () => resolve({ default: () => <p>late</p> });
      }),
  );
  const page = (
    <main>
      early
      <Suspense fallback="waits">
        <Late />
      </Suspense>
    </main>
  );
  return { page, comes: () => comes() };
}

test('a long page is one piece', async () => {
  const names = Array.from({ length: 500 }, (_, index) => `Zoë ${index}`);
  const row = (name: string) => (
    <li key={name} className="row">
      {name}
    </li>
  );
  const { rendering, errors, abort } = render(<ul>{names.map(row)}</ul>);
  const { body, allReady } = await rendering;
  await allReady;
  const pieces: Uint8Array[] = [];
  for await (const piece of body as unknown as AsyncIterable<Uint8Array>) pieces.push(piece);
  expect(pieces.length).toBe(1);
  expect(new TextDecoder().decode(pieces[0])).toMatch(/^<ul><li class="row">Zoë 0<\/li>.*Zoë 499<\/li><\/ul>$/);
  abort();
  expect(errors).toEqual([]);
});

test('what is deferred follows what is there', async () => {
  const { page, comes } = deferred();
  const { body, allReady } = await render(page).rendering;
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  const first = (await reader.read()).value;
  expect(first).toContain('early');
  expect(first).toContain('waits');
  comes();
  await allReady;
  expect((await reader.read()).value).toContain('<p>late</p>');
  expect((await reader.read()).done).toBe(true);
});

test('what the frame throws is thrown, and told', async () => {
  const { rendering, errors } = render(<Broken />);
  await expect(rendering).rejects.toThrow('Broken.');
  expect(errors).toEqual([new Error('Broken.')]);
});

test.each([
  ['the request is over, and told', 'The reader left.'],
  ['nobody reads on, which is no error', null],
])('what is deferred is given up once %s', async (_, told) => {
  const { rendering, errors, abort } = render(deferred().page);
  const { body, allReady } = await rendering;
  const reader = body.getReader();
  await reader.read();
  if (told) abort();
  else await reader.cancel(new Error('Premature close'));
  await allReady;
  expect(errors.map(String)).toEqual(told ? [expect.stringContaining(told)] : []);
});
