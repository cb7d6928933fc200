/** Log lines: their shape, their level, what they leave out, and how they are written. */
import { expect, test } from 'vitest';
import { bufferLines, createLog, withRequestId } from '#server/context/log';

function collect(level: 'debug' | 'info' | 'warn' | 'error' = 'info') {
  const lines: string[] = [];
  const log = createLog(
    level,
    (line) => lines.push(line),
    () => 0,
  );
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') };
}

test('a line is one JSON object with instant, level, event and fields', () => {
  const { log, lines } = collect();
  log('info', 'request', { method: 'GET', status: 200 });
  expect(lines).toEqual(['{"at":"1970-01-01T00:00:00.000Z","level":"info","event":"request","method":"GET","status":200}']);
});

test('lines below the level are left out', () => {
  const { log, lines } = collect('warn');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log(level, 'x');
  expect(lines).toHaveLength(2);
});

test("a request's id is on each of its lines", () => {
  const { log, last } = collect();
  withRequestId(log, 'abc')('warn', 'x', { a: 1 });
  expect(last()).toMatchObject({ requestId: 'abc', event: 'x', a: 1 });
});

test.each([
  'password',
  'newPassword',
  'token',
  'tokens',
  'authToken',
  'cookie',
  'Set-Cookie',
  'code',
  'typedCode',
  'secret',
  'SECRET',
  'signature',
  'authorization',
])('a field called %s is redacted, at any depth', (name) => {
  const { log, lines } = collect();
  log('info', 'x', { [name]: 'hunter2', deep: { list: [{ [name]: { value: 'hunter2' } }] } });
  expect(lines[0]).not.toContain('hunter2');
  expect(lines[0]).toContain('[redacted]');
});

test.each(['appCode', 'statusCode', 'reason', 'event2'])('a field called %s is kept', (name) => {
  const { log, last } = collect();
  log('info', 'x', { [name]: 'kept' });
  expect(last()[name]).toBe('kept');
});

test('an error is told with its cause, but without the values of the statement that failed', () => {
  const { log, last, lines } = collect();
  const cause = new Error('UNIQUE constraint failed: users.email');
  log('error', 'x', {
    error: new Error('Failed query: insert into users values (?)\nparams: ada@school.org,secret-hash', { cause }),
  });
  expect(last().error).toMatchObject({
    name: 'Error',
    message: 'Failed query: insert into users values (?)',
    cause: { message: cause.message },
  });
  expect(last().error.stack).toContain('log.test');
  expect(lines[0]).not.toContain('secret-hash');
});

test('the lines of one turn are written together', async () => {
  const written: string[] = [];
  const buffer = bufferLines((text) => written.push(text));
  buffer.write('a');
  buffer.write('b');
  expect(written).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual(['a\nb\n']);
});

test('flushing writes at once and leaves nothing behind', async () => {
  const written: string[] = [];
  const buffer = bufferLines((text) => written.push(text));
  buffer.write('a');
  buffer.flush();
  await new Promise((resolve) => setImmediate(resolve));
  expect(written).toEqual(['a\n']);
});
