/** The outbox as pages and the worker share it: one case each. What many of them do together is `chaos.test.ts`'s. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { classroom } from '../helpers/classroom';
import { type OutboxServer, startOutboxServer } from '../helpers/outbox-server';

/** A page on which `person` is signed in and noted. */
async function pageOf(page: Page, server: OutboxServer, person: { id: number }): Promise<Page> {
  await page.context().addCookies([await server.cookieOf(person)]);
  await page.goto(`${server.url}/tab`);
  await page.evaluate((id) => muster.noteCurrentUser(id), person.id);
  return page;
}

test('a call that is replaced while it is on its way does not come back when it fails, nor is its verdict told', async () => {
  await using server = await startOutboxServer();
  await using browser = await launchBrowser();
  const { student } = await classroom(server.db);
  const page = await pageOf(await browser.newPage(), server, student);
  const replaceWhileSending = (outcome: 'fails' | 'is answered') =>
    page.evaluate(
      async ({ userId, outcome: wanted }) => {
        const call = { userId, procedure: 'checkIn.submit', subject: 'class-session:1' };
        await muster.enqueue({ ...call, input: { id: `first ${wanted}` } }, 1);
        let sent = 0;
        const options = { userId, now: Date.now, random: () => 0, isEager: true };
        await muster.flush({
          ...options,
          send: async () => {
            if (++sent > 1) return { kind: 'unreachable', error: 'cut' };
            await muster.enqueue({ ...call, input: { id: `second ${wanted}` }, replaces: `first ${wanted}` }, 2);
            return wanted === 'fails'
              ? { kind: 'busy', code: null, error: 'later' }
              : { kind: 'answered', output: { outcome: 'recorded' } };
          },
        });
        const waiting = (await muster.listEntries(userId)).map(({ id }) => id);
        const told = (await muster.listVerdicts(userId, Date.now())).map(({ id }) => id);
        await muster.flush({ ...options, send: async () => ({ kind: 'answered', output: null }) });
        return { waiting, told };
      },
      { userId: student.id, outcome },
    );
  expect(await replaceWhileSending('fails')).toEqual({ waiting: ['second fails'], told: [] });
  expect(await replaceWhileSending('is answered')).toEqual({ waiting: ['second is answered'], told: ['second fails'] });
});
