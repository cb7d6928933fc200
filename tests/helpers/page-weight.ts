/** What browsers load for a page before anything is pressed: the files that Remix names for it, compressed as served. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import budgets from '../bench/budgets.json';
import { ROOT } from './program';

/** A file of Vite's, with the files that it names. */
type Chunk = { file: string; css?: string[] };
type Loaded = { module: string; imports?: string[] };
/** What Remix tells browsers. */
type Manifest = { entry: Loaded; routes: Record<string, Loaded & { id: string; parentId?: string }> };

const BUILD = path.join(ROOT, 'build');
const ASSETS = path.join(BUILD, 'client/assets');

/** kB, as the server sends it. */
function kbOf(file: string): number {
  const built = path.join(BUILD, 'client', file);
  const bytes = statSync(`${built}.br`, { throwIfNoEntry: false })?.size ?? statSync(built).size;
  return bytes / 1000;
}

function readChunks(): Record<string, Chunk> {
  return JSON.parse(readFileSync(path.join(BUILD, '.vite/client-manifest.json'), 'utf8'));
}

function readManifest(): Manifest {
  const [name = ''] = readdirSync(ASSETS).filter((file) => /^manifest-\w+\.js$/.test(file));
  return JSON.parse(/\{.*\}/s.exec(readFileSync(path.join(ASSETS, name), 'utf8'))?.[0] ?? '');
}

/** A route with those around it. */
function matchesOf({ routes }: Manifest, id: string | undefined): Loaded[] {
  const route = id === undefined ? undefined : routes[id];
  return route ? [route, ...matchesOf({ routes } as Manifest, route.parentId)] : [];
}

/** Addresses of the scripts that a page runs as it comes alive, by the id of its route. Needs a build. */
export function scriptsOfPages(): Map<string, Set<string>> {
  const manifest = readManifest();
  const scripts = (id: string) =>
    new Set([manifest.entry, ...matchesOf(manifest, id)].flatMap(({ module, imports = [] }) => [module, ...imports]));
  const pages = Object.keys(manifest.routes).filter((id) => existsSync(path.join(ROOT, 'app', `${id}.tsx`)));
  return new Map(pages.map((id) => [id, scripts(id)]));
}

/** `unusedKb`: of modules that the page does not need, which come in one file with those that it does. */
export type PageWeight = { page: string; files: number; kB: number; unusedKb: number };

/** Of each page the share of each file that it uses, 0 to 1, as the build has noted it. */
function readUsedShares(): Record<string, Record<string, number>> {
  return JSON.parse(readFileSync(path.join(BUILD, '.vite/used-shares.json'), 'utf8'));
}

/** Of each page, the heaviest first. Needs a build. */
export function pageWeights(): PageWeight[] {
  const pages = [...scriptsOfPages()].filter(([id]) => id.startsWith('routes/'));
  const used = readUsedShares();
  const weights = pages.map(([id, files]) => {
    const page = id.replace('routes/', '');
    const sumOf = (kbIn: (file: string) => number) => [...files].reduce((sum, file) => sum + kbIn(file), 0);
    const unusedKb = sumOf((file) => kbOf(file) * (1 - (used[page]?.[file] ?? 0)));
    return { page, files: files.size, kB: sumOf(kbOf), unusedKb };
  });
  return weights.sort((a, b) => b.kB - a.kB);
}

/** What a page may load at most and the goal, in kB, and in how many files. */
export function budgetOf(page: string): typeof budgets.others {
  return (budgets.pages as Record<string, typeof budgets.others>)[page] ?? budgets.others;
}

function styleSheets(): string[] {
  return [...new Set(Object.values(readChunks()).flatMap(({ css = [] }) => css))];
}

/** kB of what reads codes where the browser cannot, which a scanner loads then. */
export function decoderKb(): number {
  return kbOf(readChunks()['app/components/check-in/decoding/zxing.client.ts']?.file ?? '');
}

/** kB of the style sheets that every page loads. */
export function cssKb(): number {
  return styleSheets().reduce((sum, file) => sum + kbOf(file), 0);
}

/** kB of the fonts that English text needs: of the pieces that a font is cut into, those that hold its letters. */
export function fontsKb(): number {
  const faces = styleSheets().flatMap(
    (file) => readFileSync(path.join(BUILD, 'client', file), 'utf8').match(/@font-face\s*\{[^}]*\}/g) ?? [],
  );
  const needed = faces.filter((face) => /unicode-range:\s*u\+0{0,4}-/i.test(face));
  return needed.reduce((sum, face) => sum + kbOf(/url\(["']?([^"')]+)/.exec(face)?.[1] ?? ''), 0);
}
