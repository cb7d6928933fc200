/** Cases of a lesson with no network that are the device's: two tabs, a full disk, a newer app, several people. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/duration';
import { launchBrowser } from '../helpers/browser';
import { claimsOf, classroom } from '../helpers/classroom';
import { type OutboxServer, startOutboxServer } from '../helpers/outbox-server';
import { tokensAt } from '../helpers/phone';
import { storeOf } from '../helpers/pwa';

type Person = { id: number };

const classOfNow = ({ db }: OutboxServer) => classroom(db, { students: 2, classSession: { startsAt: Date.now() - MINUTE_MS } });

/** `person` signs in, as every open page sees it. */
async function signIn(page: Page, server: OutboxServer, person: Person): Promise<void> {
  await page.context().addCookies([await server.cookieOf(person)]);
  await page.goto(`${server.url}/tab`);
  await page.evaluate((id) => muster.boot(id), person.id);
}

/** A scan of what is on screen now, handed in without waiting for a network. */
async function scan(page: Page, server: OutboxServer, person: Person, screen: { id: number; revision: number }) {
  const tokens = await tokensAt(server.db, screen, Date.now());
  const given = { userId: person.id, deviceId: null, classSessionId: screen.id, tokens, isMore: false };
  return page.evaluate((asked) => muster.checkIn(asked), given);
}

/** The device is the server's before the network goes. */
function prepareDevice(page: Page, person: Person) {
  return page.evaluate((id) => muster.deviceFor({ userId: id, name: 'Phone' }, null), person.id);
}

test('two tabs that send at once send each call once', async () => {
  await using server = await startOutboxServer();
  await using browser = await launchBrowser();
  const { student, session } = await classOfNow(server);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, server, student);
  await prepareDevice(page, student);
  server.network = () => 'cut';
  for (let count = 0; count < 3; count++) await scan(page, server, student, session);
  expect(await storeOf(page, 'outbox')).toHaveLength(3);

  const sent: string[] = [];
  server.network = (procedure) => {
    sent.push(procedure);
    return 'slow';
  };
  const other = await page.context().newPage();
  await other.goto(`${server.url}/tab`);
  const flush = (tab: Page) => tab.evaluate((id) => muster.flushOutbox(id, { isEager: true }), student.id);
  expect(await Promise.all([flush(page), flush(other), flush(page), flush(other)])).toEqual(['done', 'done', 'done', 'done']);
  expect(sent.filter((procedure) => procedure === 'checkIn.submit')).toHaveLength(3);
  expect(await claimsOf(server.db, session.id)).toHaveLength(3);
});

test('a browser that can store no more says so, and never that a scan is saved', async () => {
  await using server = await startOutboxServer();
  await using browser = await launchBrowser();
  const { student, session } = await classOfNow(server);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, server, student);
  await prepareDevice(page, student);
  server.network = () => 'cut';
  await page.evaluate(() => {
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
  });
  expect((await scan(page, server, student, session)).answer).toEqual({ kind: 'problem', problem: 'no-storage' });
  expect(await storeOf(page, 'outbox')).toEqual([]);
});

/** What waits as the version before this one wrote it. */
async function writeFormerVersion(page: Page, entry: object): Promise<void> {
  await page.evaluate(async (waiting) => {
    const open = indexedDB.open('muster', 2);
    open.addEventListener('upgradeneeded', () => {
      open.result.createObjectStore('device');
      const outbox = open.result.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
      outbox.createIndex('userId', 'userId');
      open.result.createObjectStore('verdicts', { keyPath: 'id' }).createIndex('userId', 'userId');
      open.result.createObjectStore('packs');
      open.result.createObjectStore('facts');
    });
    await new Promise((resolve) => open.addEventListener('success', resolve));
    const change = open.result.transaction('outbox', 'readwrite');
    change.objectStore('outbox').add(waiting);
    await new Promise((resolve) => change.addEventListener('complete', resolve));
    open.result.close();
  }, entry);
}

test('an outbox is migrated by an update of the worker with what waits in it, which is sent', async () => {
  await using server = await startOutboxServer();
  await using browser = await launchBrowser();
  const { teacher, session } = await classOfNow(server);
  const page = await (await browser.newContext()).newPage();
  await page.context().addCookies([await server.cookieOf(teacher)]);
  await page.goto(`${server.url}/tab`);
  const id = newId();
  const input = { id, at: Date.now(), classSessionId: session.id };
  const call = { id, userId: teacher.id, procedure: 'classSession.close', input, subject: `class-session:${session.id}` };
  await writeFormerVersion(page, { ...call, queuedAt: Date.now(), attempts: 3, lastError: 'cut', nextAttemptAt: 0 });

  await page.evaluate(() => navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready));
  const version = () => page.evaluate(async () => (await indexedDB.databases()).find(({ name }) => name === 'muster')?.version);
  expect(await version()).toBe(2);
  await page.evaluate((userId) => muster.boot(userId), teacher.id);
  await expect
    .poll(() => storeOf(page, 'verdicts'))
    .toMatchObject([{ id, answer: { kind: 'answered', output: { outcome: 'closed' } } }]);
  expect(await version()).toBe(3);
  expect(await storeOf(page, 'outbox')).toEqual([]);
});

test('queues are kept apart: what one student scanned is neither sent nor doubted because another signed in meanwhile', async () => {
  await using server = await startOutboxServer();
  await using browser = await launchBrowser();
  const { student, friend, session } = await classOfNow(server);
  const page = await (await browser.newContext()).newPage();
  await signIn(page, server, student);
  const own = await prepareDevice(page, student);
  server.network = () => 'cut';
  await scan(page, server, student, session);
  server.network = () => 'none';
  await signIn(page, server, friend);
  const theirs = await prepareDevice(page, friend);
  expect(theirs.deviceId).not.toBe(own.deviceId);
  await page.evaluate((id) => muster.flushOutbox(id, { isEager: true }), friend.id);
  expect(await storeOf(page, 'outbox')).toMatchObject([{ userId: student.id }]);
  expect(await claimsOf(server.db, session.id)).toEqual([]);

  await signIn(page, server, student);
  await expect.poll(() => storeOf(page, 'outbox')).toEqual([]);
  expect(await claimsOf(server.db, session.id)).toMatchObject([
    { studentId: student.id, deviceId: own.deviceId, verdict: 'accepted' },
  ]);
});
