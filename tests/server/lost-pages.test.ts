/** What the build changes of Remix: a page whose code cannot be loaded is opened as a document. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withLostPagesOpened } from '#server/cli/packages/lost-pages-plugin';
import { ROOT } from '../helpers/program';

const asItComes = readFileSync(path.join(ROOT, 'node_modules/@remix-run/react/dist/esm/routeModules.js'), 'utf8');

test('Remix loads pages as it did, and a build says so when it no longer does', () => {
  expect(withLostPagesOpened(asItComes)).toContain('window.location.assign(next.pathname + next.search + next.hash)');
  expect(() => withLostPagesOpened('')).toThrow('Remix loads pages in another way now');
});
