/** Set-up of the journeys: why a try failed is told, also where the next one passes. */
import { afterEach } from 'vitest';

afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  const { message, stack = '' } = task.result.errors?.at(-1) ?? {};
  const where = stack.split('\n').filter((line) => line.includes('/tests/'));
  process.stdout.write(`  “${task.name}”, try ${(task.result.retryCount ?? 0) + 1}: ${message}\n${where.join('\n')}\n`);
});
