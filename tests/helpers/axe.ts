/** What axe-core finds wrong with a page as it stands. */
import { createRequire } from 'node:module';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** The small build: every page that is looked at has to read it. */
const axe = createRequire(import.meta.url)('axe-core/axe.min.js') as typeof import('axe-core');

/** Rules of WCAG 2.2 A and AA, and what axe's makers call good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Only what is wrong, and only what is read of it. */
const OPTIONS: RunOptions = {
  resultTypes: ['violations'],
  selectors: false,
  iframes: false,
  runOnly: { type: 'tag', values: TAGS },
};

/** What a page's other width and colours can change of what its first look found. */
const BY_LOOKS = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/** One line each with where. */
export type Findings = {
  /** Serious and critical: none is what every screen owes. */
  serious: string[];
  moderate: string[];
};

/** While a dialog is open, what is behind it cannot be reached. */
const DIALOG = 'dialog[open]';

/** Everything that is found on the page, or in the dialog that is open over it.
 *  @param isLookedAtAgain the same page was gone through before, in another width and other colours */
export function findings(page: Page, isLookedAtAgain = false): Promise<Findings> {
  return run(page, isLookedAtAgain ? { ...OPTIONS, runOnly: { type: 'rule', values: BY_LOOKS } } : OPTIONS);
}

/** What is found on a page that was gone through on the screen, as it is printed: ink on paper is all that is left of it. */
export async function paperFindings(page: Page): Promise<string[]> {
  return (await run(page, { ...OPTIONS, runOnly: { type: 'rule', values: ['color-contrast'] } })).serious;
}

async function run(page: Page, options: RunOptions): Promise<Findings> {
  // Not as a script element: the page's security policy would refuse it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async ({ given, dialog }) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const results = await axe.run(document.querySelector(dialog) ?? document, given);
      return results.violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.html) }));
    },
    { given: options, dialog: DIALOG },
  );
  const isSerious = (impact: unknown) => impact === 'serious' || impact === 'critical';
  const lines = (wanted: boolean) =>
    violations.filter(({ impact }) => isSerious(impact) === wanted).map(({ id, at }) => `${id}: ${at.join(' ')}`);
  return { serious: lines(true), moderate: lines(false) };
}

/** Serious and critical findings. */
export async function seriousFindings(page: Page): Promise<string[]> {
  return (await findings(page)).serious;
}
