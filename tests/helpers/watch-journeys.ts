/** Set-up of the journeys, run for each of their files: what a page reports as an error fails its test, and why a try failed is told,
 *  also where the next one passes. */
import { afterEach } from 'vitest';
import { endJourney } from './journey';

// What is registered last runs first.
afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  const { message, stack = '' } = task.result.errors?.at(-1) ?? {};
  const where = stack.split('\n').filter((line) => line.includes('/tests/'));
  process.stdout.write(`  “${task.name}”, try ${(task.result.retryCount ?? 0) + 1}: ${message}\n${where.join('\n')}\n`);
});

afterEach(({ task }) => endJourney({ hasFailed: task.result?.state === 'fail' }));
