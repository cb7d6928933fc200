/** No page loads more than its budget: what a page does not use stays out of its files. */
import { expect, test } from 'vitest';
import budgets from '../bench/budgets.json';
import { cssKb, pageWeights } from '../helpers/page-weight';

const mostOf = (page: string) => (budgets.pages as Record<string, { most: number }>)[page]?.most ?? budgets.others.most;

test('every page is within its budget', () => {
  const weights = pageWeights();
  expect(weights.length).toBeGreaterThan(70);
  expect(weights.filter(({ page, kB }) => kB > mostOf(page))).toEqual([]);
});

test('each budget is of a page there is', () => {
  const pages = pageWeights().map(({ page }) => page);
  expect(Object.keys(budgets.pages).filter((page) => !pages.includes(page))).toEqual([]);
});

test('the style sheet is within its budget', () => {
  expect(cssKb()).toBeLessThanOrEqual(budgets.css);
});
