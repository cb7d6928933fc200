/** How much of a page moves without its person's doing: the layout shifts of https://web.dev/cls, summed up. */
import type { Page } from 'playwright-core';

/** Less is what nobody sees. */
const MOST_SHIFT = 0.02;

type Watch = { sum: number; moved: string[]; observer: PerformanceObserver };
type Watched = typeof globalThis & { shifts?: Watch };

/** Runs in the page. */
function watch(): void {
  type Source = { node: Node | null };
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] };
  const nameOf = ({ node }: Source) => (node instanceof Element ? node.cloneNode(false) : node?.parentElement?.cloneNode(false));
  const add = (entries: PerformanceEntryList) => {
    for (const { value, hadRecentInput, sources } of entries as Shift[]) {
      if (hadRecentInput) continue;
      shifts.sum += value;
      shifts.moved.push(...sources.map((source) => (nameOf(source) as Element | undefined)?.outerHTML ?? 'what is gone'));
    }
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  const shifts: Watch = { sum: 0, moved: [], observer };
  observer.observe({ type: 'layout-shift' });
  (globalThis as Watched).shifts = shifts;
}

/** Begins to watch: what the page shows now, and each that it loads later from its first moment on. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(watch);
  await page.evaluate(watch);
}

/** What has moved since the page was loaded, or since this was asked the last time: a line where it is more than nobody sees. */
export async function shiftsOf(page: Page): Promise<string[]> {
  return page.evaluate(async (most) => {
    // What has moved is known once it is drawn.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const { shifts } = globalThis as Watched;
    const { sum = 0, moved = [] } = shifts ?? {};
    if (shifts) Object.assign(shifts, { sum: 0, moved: [] });
    return sum < most ? [] : [`moved by ${sum.toFixed(3)}: ${moved.join(' ')}`];
  }, MOST_SHIFT);
}
