/** A short fuzz of the built server; `npm run bench -- fuzz` is the whole of it. */
import { expect, test } from 'vitest';
import { fuzz } from '../helpers/fuzz';

test('no made-up request and no made-up input is a failure of the server’s', async () => {
  expect(await fuzz({ seed: 2026, requests: 300, inputs: 400 })).toEqual([]);
}, 180_000);
