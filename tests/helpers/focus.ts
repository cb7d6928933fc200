/** Watches where the keyboard is: an action that takes away what had the focus, and gives it to nothing, sends keys and readers to the top. */
import type { Page } from 'playwright-core';

/** Longer than the way from an answer to the next picture on a busy machine. */
const LOST_AFTER_MS = 600;

/** Has the page report as its error what was lost, in whatever it shows from its next load on. Who presses beside all controls takes the
 *  focus away on purpose. */
export async function reportLostFocus(page: Page): Promise<void> {
  await page.addInitScript((lostAfterMs) => {
    let last: Element | null = null;
    let lostSince = Number.POSITIVE_INFINITY;
    const isThere = (element: Element) => element.isConnected && element.checkVisibility() && !element.matches(':disabled');
    const look = () => {
      const isLost = document.activeElement === document.body && last !== null && !isThere(last);
      lostSince = isLost ? Math.min(lostSince, performance.now()) : Number.POSITIVE_INFINITY;
      if (!isLost || performance.now() - lostSince < lostAfterMs) return;
      const lost = last;
      last = null;
      throw new Error(`The focus is on BODY, what had it is gone: ${lost?.outerHTML.slice(0, 200)}`);
    };
    const forget = () => {
      last = null;
    };
    document.addEventListener('focusin', ({ target }) => {
      last = target as Element;
    });
    // What another size or paper has no room for was taken by no action.
    window.addEventListener('resize', forget);
    window.matchMedia('print').addEventListener('change', forget);
    setInterval(look, 50);
  }, LOST_AFTER_MS);
}
