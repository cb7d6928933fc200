/** No page loads more than its budget: what a page does not use stays out of its files. */
import { expect, test } from 'vitest';
import budgets from '../bench/budgets.json';
import { budgetOf, cssKb, decoderKb, fontsKb, pageWeights, scriptsOfPages } from '../helpers/page-weight';
import { startServer } from '../helpers/server';

test('every page is within its budget', () => {
  const weights = pageWeights();
  expect(weights.length).toBeGreaterThan(70);
  expect(weights.filter(({ page, kB }) => kB > budgetOf(page).most)).toEqual([]);
});

test('a page comes in few files: over a slow network each that is not among the first six waits', () => {
  expect(pageWeights().filter(({ page, files }) => files > budgetOf(page).files)).toEqual([]);
});

test('no page loads what it does not use', () => {
  expect(pageWeights().filter(({ unusedKb }) => unusedKb > 0)).toEqual([]);
});

test('each budget is of a page there is', () => {
  const pages = pageWeights().map(({ page }) => page);
  expect(Object.keys(budgets.pages).filter((page) => !pages.includes(page))).toEqual([]);
});

test('the style sheet, and the fonts that English text waits for, are within their budgets', () => {
  expect(cssKb()).toBeLessThanOrEqual(budgets.css);
  expect(fontsKb()).toBeLessThanOrEqual(budgets.fonts);
});

test('the decoder of phones that have none reads QR codes and nothing else', () => {
  expect(decoderKb()).toBeLessThanOrEqual(budgets.decoder);
});

test('a page comes compressed and in pieces, and names no script in advance but those that it runs', async () => {
  await using server = await startServer();
  const page = await fetch(`${server.url}/sign-in`, { headers: { 'Accept-Encoding': 'br' } });
  expect(Object.fromEntries(page.headers)).toMatchObject({ 'content-encoding': 'br', 'transfer-encoding': 'chunked' });
  const named = (await page.text()).matchAll(/<link rel="modulepreload" href="([^"]+)"/g);
  const scripts = [...named].map(([, href]) => String(href)).filter((href) => !href.includes('/manifest-'));
  expect(new Set(scripts)).toEqual(scriptsOfPages().get('routes/sign-in'));
});
