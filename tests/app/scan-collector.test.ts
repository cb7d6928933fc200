/** The scanner's protocol: when to post, when to go on collecting, when to give up. */
import { expect, test } from 'vitest';
import { type CollectorEvent, NEW_COLLECTOR, step } from '#app/offline/scan-collector';
import { createToken, importCodeKey, qrText } from '#domain/check-in/rotating-code';

const BASE = 'https://school.test';
const key = await importCodeKey(new Uint8Array(32));

/** Texts of the QR codes of consecutive windows from `first` on. */
function texts(first: number, count: number, classSessionId = 7): Promise<string[]> {
  const windows = Array.from({ length: count }, (_, index) => first + index);
  return Promise.all(windows.map(async (window) => qrText(BASE, await createToken(key, classSessionId, window))));
}

const scan = (text: string | undefined): CollectorEvent => ({ type: 'scanned', text: text ?? '' });
const FAILED: CollectorEvent = { type: 'failed' };

/** What the collector said to each event: an action's name, for posts with how many tokens they carry. */
function play(...events: CollectorEvent[]): string[] {
  let collector = NEW_COLLECTOR;
  return events.map((event) => {
    const next = step(collector, event);
    collector = next.collector;
    return next.action.type === 'post' ? `post ${next.action.tokens.length}` : next.action.type;
  });
}

test('the first window is posted at once, and the same code seen again is not', async () => {
  const [a] = await texts(100, 1);
  expect(play(scan(a), scan(a), scan(a))).toEqual(['post 1', 'none', 'none']);
});

test('a post names the class session and carries the bare tokens, oldest first', async () => {
  const [a, b] = await texts(100, 2);
  const first = step(NEW_COLLECTOR, scan(a));
  const second = step(step(first.collector, scan(b)).collector, FAILED);
  const tokens = [a, b].map((text) => text?.split('#')[1]);
  expect(second.action).toEqual({ type: 'post', classSessionId: 7, tokens });
});

test('windows that come while the first post is under way are kept for the next one', async () => {
  const [a, b, c] = await texts(100, 3);
  expect(play(scan(a), scan(b), scan(c), FAILED)).toEqual(['post 1', 'none', 'none', 'post 3']);
});

test('without a network each further window is posted, until three have failed', async () => {
  const [a, b, c] = await texts(100, 3);
  expect(play(scan(a), FAILED, scan(b), FAILED, scan(c), FAILED)).toEqual([
    'post 1',
    'none',
    'post 2',
    'none',
    'post 3',
    'give-up',
  ]);
});

test('of more than three windows the newest three are posted', async () => {
  const all = await texts(100, 5);
  let { collector } = step(NEW_COLLECTOR, scan(all[0]));
  for (const text of all.slice(1)) collector = step(collector, scan(text)).collector;
  const { action } = step(collector, FAILED);
  expect(action.type === 'post' && action.tokens).toEqual(all.slice(2).map((text) => text.split('#')[1]));
});

test('a missed window begins a new run: only consecutive ones prove that the phone stayed', async () => {
  const [a, , c] = await texts(100, 3);
  expect(play(scan(a), FAILED, scan(c), FAILED)).toEqual(['post 1', 'none', 'post 1', 'none']);
});

test('the code of another class session begins a new run', async () => {
  const [a] = await texts(100, 1);
  const [b] = await texts(101, 1, 8);
  const [c] = await texts(100, 1, 8);
  expect(play(scan(a), scan(b), FAILED)).toEqual(['post 1', 'none', 'post 1']);
  expect(play(scan(a), scan(c), FAILED)).toEqual(['post 1', 'none', 'post 1']);
});

test('a code that is not ours is named as such, unless a check-in is under way', async () => {
  const [a] = await texts(100, 1);
  expect(play(scan('https://elsewhere.test/'), scan(a), scan('https://elsewhere.test/'))).toEqual(['foreign', 'post 1', 'none']);
});

test('when nothing new is read for long, what has been collected is all there will be', async () => {
  const [a] = await texts(100, 1);
  expect(play(scan(a), FAILED, { type: 'tired' })).toEqual(['post 1', 'none', 'give-up']);
  expect(play({ type: 'tired' }, scan(a), { type: 'tired' })).toEqual(['none', 'post 1', 'none']);
});

test('after an answer nothing more is posted', async () => {
  const [a, b] = await texts(100, 2);
  expect(play(scan(a), { type: 'answered' }, scan(b), FAILED)).toEqual(['post 1', 'none', 'none', 'none']);
});

test('the token is read from an address in either case, and bare', async () => {
  const [a] = await texts(100, 1);
  expect(play(scan(a?.toLowerCase()))).toEqual(['post 1']);
  expect(play(scan(a?.split('#')[1]))).toEqual(['post 1']);
});
