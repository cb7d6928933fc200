/**
 * Chaos: the app's own outbox and service worker in real Chromium, against the server's own handler on a real database, over a
 * network that fails in every way. What happens, and which request suffers what, comes from the seed. How requests of two tabs
 * interleave is up to the browser, as it is in life.
 */
import fc from 'fast-check';
import { launchBrowser } from './browser';
import { brokenRules } from './chaos-check';
import { newPhone } from './chaos-phone';
import { plans } from './chaos-plan';
import { startOutboxServer } from './outbox-server';

/** How many phones run beside each other, and how many plans each of them. The same seed makes the same plans. */
export type ChaosSize = { seed: number; phones: number; runsEach: number; timeLimitMs: number };

/** Runs the plans of every phone.
 *  @throws with the seed and the shortest plan that still breaks a rule */
export async function chaos({ seed, phones, runsEach, timeLimitMs }: ChaosSize): Promise<void> {
  await using browser = await launchBrowser();
  const runs = Array.from({ length: phones }, async (_, index) => {
    await using server = await startOutboxServer();
    const phone = await newPhone(browser, server);
    const property = fc.asyncProperty(plans, async (plan) => {
      const seen = await phone.run(plan);
      const broken = await brokenRules(server, phone.tabs[0], seen);
      if (broken.length > 0) throw new Error(broken.join('\n'));
    });
    const limits = { interruptAfterTimeLimit: timeLimitMs, markInterruptAsFailure: true };
    await fc.assert(property, { seed: seed + index, numRuns: runsEach, ...limits });
  });
  await Promise.all(runs);
}
