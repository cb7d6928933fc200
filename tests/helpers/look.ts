/** Looks at a screen as it stands: what axe finds, whether it fits its width, and whether a thumb can hit what it should. */
import type { Page } from 'playwright-core';
import { findings, paperFindings } from './axe';

/** WCAG 2.5.5, and what phone makers ask for. */
const THUMB_PX = 44;

export type Sight = {
  /** What no screen may have. */
  problems: string[];
  /** What is worth knowing. */
  remarks: string[];
};

/** How much wider the page is than its window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Visible elements that are smaller than a thumb, one line for each size with the first of them. */
function smallTargets(page: Page, selector: string): Promise<string[]> {
  const search = { selector, least: THUMB_PX - 0.5 };
  return page.evaluate(({ selector: wanted, least }) => {
    const bySize = new Map<string, string[]>();
    for (const element of document.querySelectorAll(wanted)) {
      const { width, height } = element.getBoundingClientRect();
      const isSmall = element.checkVisibility() && width > 1 && (width < least || height < least);
      const size = `${Math.round(width)}×${Math.round(height)}`;
      if (isSmall) bySize.set(size, [...(bySize.get(size) ?? []), element.textContent ?? '']);
    }
    return [...bySize].map(([size, [first, ...others]]) => `${size} “${first}” and ${others.length} others`);
  }, search);
}

/** Where a thumb goes without looking: bottom navigation and marks. */
const MAIN_TARGETS = 'nav[aria-label="Main"] a, [data-student] input';

async function thumbSight(page: Page): Promise<Sight> {
  const [main, others] = await Promise.all([smallTargets(page, MAIN_TARGETS), smallTargets(page, 'button, summary')]);
  return {
    problems: main.map((target) => `too small for a thumb: ${target}`),
    remarks: others.map((target) => `smaller than a thumb: ${target}`),
  };
}

/** An inherited colour that changes by transition takes a frame for each level it comes down. */
const AT_ONCE = { content: '*, ::before, ::after { transition: none !important }' };

/** Has colours change at once, in the page that is loaded. */
export async function changeAtOnce(page: Page): Promise<void> {
  await page.addStyleTag(AT_ONCE);
}

const isPhone = (page: Page) => Number(page.viewportSize()?.width) < 600;

/** Percentages that stand for themselves and lead nowhere: every figure opens to what it is made of. One within a row that leads somewhere
 *  is led on by the row, and one over the list of what it is made of has it there. */
function closedFigures(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (!element || !/^[\d.,]+\s?%$/.test(text) || !element.checkVisibility()) continue;
      const isOpen =
        element.closest('a, summary, [aria-hidden=true], [data-opens=here]') ?? element.closest('li')?.querySelector('a');
      if (!isOpen) found.push(`a figure that does not open: ${text}`);
    }
    return found;
  });
}

/** What is seen on the page from its top, in the size and the colours that it has. Further down a bar that stays may cover half a control,
 *  and half a control is too small for axe.
 *  @param isLookedAtAgain see `findings` */
export async function sightOf(page: Page, isLookedAtAgain = false): Promise<Sight> {
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  const { serious, moderate } = await findings(page, isLookedAtAgain);
  const [wider, closed] = await Promise.all([overflow(page), closedFigures(page)]);
  const thumb = isPhone(page) ? await thumbSight(page) : { problems: [], remarks: [] };
  return {
    problems: [...serious, ...closed, ...(wider > 0 ? [`${wider} px wider than the window`] : []), ...thumb.problems],
    remarks: [...moderate, ...thumb.remarks],
  };
}

/** What is wrong with the page as it is printed, which no open dialog is. Leaves it on paper. */
export async function paperProblems(page: Page): Promise<string[]> {
  if ((await page.locator('dialog[open]').count()) > 0) return [];
  await page.emulateMedia({ media: 'print' });
  return paperFindings(page);
}

/** Looks at the page: in the light on a phone, in the dark on a desktop. Leaves it light. */
export async function look(page: Page): Promise<Sight> {
  await changeAtOnce(page);
  await page.emulateMedia({ colorScheme: isPhone(page) ? 'light' : 'dark' });
  const sight = await sightOf(page);
  await page.emulateMedia({ colorScheme: 'light' });
  return sight;
}
