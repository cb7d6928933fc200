/**
 * Chaos: the app's own outbox and service worker in real Chromium, against the server's own handler on a real database, over a
 * network that fails in every way. What happens, and which request suffers what, comes from the seed; a failure names the seed
 * and the shortest plan that still fails. How requests of two tabs interleave is up to the browser, as it is in life.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { brokenRules } from '../helpers/chaos-check';
import { newPhone } from '../helpers/chaos-phone';
import { plans } from '../helpers/chaos-plan';
import { tell } from '../helpers/journey';
import { startOutboxServer } from '../helpers/outbox-server';

const SEED = 20_260_907;
const PHONES = 4;
const RUNS_EACH = 52;
const TIME_LIMIT_MS = 600_000;

test(`nothing is lost or doubled and everything has a verdict, in ${PHONES * RUNS_EACH} runs of chaos`, {
  retry: 0,
  timeout: 660_000,
}, async () => {
  const startedAt = performance.now();
  await using browser = await launchBrowser();
  const phones = Array.from({ length: PHONES }, async (_, index) => {
    await using server = await startOutboxServer();
    const phone = await newPhone(browser, server);
    const property = fc.asyncProperty(plans, async (plan) => {
      const seen = await phone.run(plan);
      expect(await brokenRules(server, phone.tabs[0], seen)).toEqual([]);
    });
    const limits = { interruptAfterTimeLimit: TIME_LIMIT_MS, markInterruptAsFailure: true };
    await fc.assert(property, { seed: SEED + index, numRuns: RUNS_EACH, ...limits });
  });
  await Promise.all(phones);
  tell(`${PHONES * RUNS_EACH} runs of chaos in ${Math.round((performance.now() - startedAt) / 1000)} s`);
});
