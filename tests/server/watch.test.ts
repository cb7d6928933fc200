/** Which writes have a watched thing read again. */
import { expect, test } from 'vitest';
import { directCommit } from '#server/context/commit';
import { changesOf } from '#server/services/register/watch';
import { testDb } from '../helpers/db';

const [WATCHED, OTHER] = [7, 8];
const NOTHING = 'select 1';
/** Longer than a screen waits after it was read, shorter than it takes until only time has passed. */
const A_MOMENT_MS = 700;

const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  ['of its own register', WATCHED, true],
  ['that may change anything', undefined, true],
  ['of another register', OTHER, false],
])('a commit %s', async (_, classSessionId, isRead) => {
  await using db = await testDb();
  const asked: boolean[] = [];
  const left = new AbortController();
  const version = async (isWritten: boolean) => void asked.push(isWritten);
  const changes = changesOf(db, version, left.signal, WATCHED);
  await changes.next();
  const ended = changes.next();
  await pass(A_MOMENT_MS);
  await directCommit(db.$client)([NOTHING], classSessionId);
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
