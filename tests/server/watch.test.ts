/** Which writes have a watched thing read again. */
import { expect, test } from 'vitest';
import { directCommit } from '#server/context/commit';
import { changesOf } from '#server/services/register/live/watch';
import { testDb } from '../helpers/db';

const [WATCHED, OTHER] = [7, 8];
const WRITE = 'update school set updated_at = updated_at';
const NOTHING = 'update school set updated_at = updated_at where id = 0';
/** Longer than a screen waits after it was read, shorter than it takes until only time has passed. */
const A_MOMENT_MS = 700;

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  ['of its own register', WRITE, WATCHED, true],
  ['that may change anything', WRITE, undefined, true],
  ['that returns what it wrote', `${WRITE} returning id`, WATCHED, true],
  ['of another register', WRITE, OTHER, false],
  ['that no screen shows', WRITE, 'none' as const, false],
  ['that wrote nothing', NOTHING, undefined, false],
])('a commit %s', async (_, statement, screens, isRead) => {
  await using db = await testDb();
  const asked: boolean[] = [];
  const left = new AbortController();
  const version = async (isWritten: boolean) => void asked.push(isWritten);
  const changes = changesOf(db, version, left.signal, WATCHED);
  await changes.next();
  const ended = changes.next();
  await pass(A_MOMENT_MS);
  await directCommit(db.$client)([statement], screens);
  await pass(A_MOMENT_MS);
  left.abort();
  await ended;
  expect(asked).toEqual(isRead ? [true, true] : [true]);
});

test('while nothing is written it is asked only what time has changed', async () => {
  await using db = await testDb();
  const asked: boolean[] = [];
  const left = new AbortController();
  const changes = changesOf(db, async (isWritten) => void asked.push(isWritten), left.signal);
  await changes.next();
  const ended = changes.next();
  await pass(3 * A_MOMENT_MS);
  left.abort();
  await ended;
  expect(asked).toEqual([true, false]);
});
