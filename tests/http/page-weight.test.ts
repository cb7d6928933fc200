/** No page loads more than its budget: what a page does not use stays out of its files. */
import { expect, test } from 'vitest';
import budgets from '../bench/budgets.json';
import { budgetOf, cssKb, pageWeights } from '../helpers/page-weight';

test('every page is within its budget', () => {
  const weights = pageWeights();
  expect(weights.length).toBeGreaterThan(70);
  expect(weights.filter(({ page, kB }) => kB > budgetOf(page).most)).toEqual([]);
});

test('each budget is of a page there is', () => {
  const pages = pageWeights().map(({ page }) => page);
  expect(Object.keys(budgets.pages).filter((page) => !pages.includes(page))).toEqual([]);
});

test('the style sheet is within its budget', () => {
  expect(cssKb()).toBeLessThanOrEqual(budgets.css);
});
