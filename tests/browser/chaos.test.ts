/** A short run of chaos; `npm run bench -- chaos` is the whole of it. A failure names the seed and the shortest plan that still fails. */
import { test } from 'vitest';
import { chaos } from '../helpers/chaos';

const SIZE = { seed: 20_260_907, phones: 4, runsEach: 6, timeLimitMs: 240_000 };

test(
  `nothing is lost or doubled and everything has a verdict, in ${SIZE.phones * SIZE.runsEach} runs of chaos`,
  {
    retry: 0,
    timeout: SIZE.timeLimitMs + 60_000,
  },
  () => chaos(SIZE),
);
