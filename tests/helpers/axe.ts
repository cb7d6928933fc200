/** What axe-core finds wrong with a page as it stands. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Rules of WCAG 2.2 A and AA, and what axe's makers call good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Serious and critical findings, one line each with where; none is what every screen owes. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Not as a script element: the page's security policy would refuse it.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const results = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return results.violations.map(({ id, impact, nodes }) => ({ id, impact, at: nodes.map((node) => node.html) }));
  }, TAGS);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, at }) => `${id}: ${at.join(' ')}`);
}
