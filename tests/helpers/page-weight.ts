/** What browsers load for a page before anything is pressed: the files that the built manifest names for it, compressed as served. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import budgets from '../bench/budgets.json';
import { ROOT } from './program';

type Entry = { file: string; imports?: string[]; css?: string[]; assets?: string[]; isEntry?: boolean };
type Manifest = Record<string, Entry>;

const BUILD = path.join(ROOT, 'build');

/** kB, as the server sends it. */
function kbOf(file: string): number {
  const built = path.join(BUILD, 'client', file);
  const bytes = statSync(`${built}.br`, { throwIfNoEntry: false })?.size ?? statSync(built).size;
  return bytes / 1000;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(path.join(BUILD, '.vite/client-manifest.json'), 'utf8'));
}

function loadedWith(manifest: Manifest, key: string, files = new Set<string>()): Set<string> {
  const entry = manifest[key];
  if (!entry || files.has(entry.file)) return files;
  files.add(entry.file);
  for (const imported of entry.imports ?? []) loadedWith(manifest, imported, files);
  return files;
}

export type PageWeight = { page: string; files: number; kB: number };

/** Of each page, the heaviest first. Needs a build. */
export function pageWeights(): PageWeight[] {
  const manifest = readManifest();
  const keys = Object.keys(manifest);
  const frame = keys.filter((key) => /^app\/(entry\.client|root)\.tsx/.test(key));
  const pages = keys.filter((key) => /^app\/routes\/.+\.tsx\?/.test(key));
  const weights = pages.map((key) => {
    const files = new Set([...frame, key].flatMap((one) => [...loadedWith(manifest, one)]));
    const kB = [...files].reduce((sum, file) => sum + kbOf(file), 0);
    return { page: key.replace(/^app\/routes\/|\.tsx\?.*$/g, ''), files: files.size, kB };
  });
  return weights.sort((a, b) => b.kB - a.kB);
}

/** What a page may load at most, and the goal, in kB. */
export function budgetOf(page: string): { most: number; goal: number } {
  return (budgets.pages as Record<string, typeof budgets.others>)[page] ?? budgets.others;
}

/** kB of the style sheets that every page loads. */
export function cssKb(): number {
  return [...new Set(Object.values(readManifest()).flatMap(({ css = [] }) => css))].reduce((sum, file) => sum + kbOf(file), 0);
}
