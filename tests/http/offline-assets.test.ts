/** What a device keeps of a build: all that pages load which open with no network, at once and later, and nothing that only others do. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scriptsOfPages } from '../helpers/page-weight';
import { ROOT } from '../helpers/program';

const CLIENT = path.join(ROOT, 'build/client');
const PAGES = ['_index', 'timetable', 'attendance', 'scan', 'c', 'inbox', 'badge', 'outbox', 'self-test', 'teach._index'];

const readFile = (address: string) => readFileSync(path.join(CLIENT, address), 'utf8');

/** Scripts on the worker's list. */
function keptScripts(): string[] {
  const named = readFile('sw.js').matchAll(/"?url"?:"(\/assets\/[^"]+\.js)"/g);
  return [...named].map(([, address]) => String(address)).sort();
}

/** A script with all that it names, and that names: imports of now and of later. A catalogue of words is kept once it was asked for. */
function reachedFrom(scripts: Iterable<string>): string[] {
  const reached = new Set(scripts);
  for (const script of reached)
    for (const [, name] of readFile(script).matchAll(/["'](?:\.\/|assets\/)((?!words-)[\w.-]+\.js)["']/g))
      reached.add(`/assets/${name}`);
  return [...reached].sort();
}

test('the worker keeps the scripts of pages that open with no network, and no others', () => {
  const scripts = scriptsOfPages();
  const loaded = [...PAGES, 'teach.sessions.$id'].flatMap((page) => [...(scripts.get(`routes/${page}`) ?? [])]);
  const isManifest = (address: string) => /\/manifest-\w+\.js$/.test(address);
  expect(keptScripts().filter(isManifest)).toHaveLength(1);
  expect(keptScripts().filter((address) => !isManifest(address))).toEqual(reachedFrom(loaded));
});

test('of other files it keeps the style sheet, the fonts of English text and of most names, the icons and the offline page', () => {
  const list = [...readFile('sw.js').matchAll(/"?url"?:"(\/[^"]+)"/g)].map(([, address]) =>
    String(address).replace(/-[\w-]{8}\./, '.'),
  );
  expect(list.filter((address) => !address.endsWith('.js') || address === '/offline.js').sort()).toEqual([
    '/assets/inter-latin-names.woff2',
    '/assets/inter-latin-wght-normal.woff2',
    expect.stringMatching(/^\/assets\/.+\.css$/),
    '/favicon.svg',
    ...['apple-touch-icon', 'icon-192', 'icon-512', 'maskable-192', 'maskable-512'].map((icon) => `/icons/${icon}.png`),
    '/manifest.webmanifest',
    '/offline.html',
    '/offline.js',
  ]);
});
