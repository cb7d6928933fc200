/**
 * The files that browsers load: `vendor` changes when a package does, and modules that the same pages use are one file, so that no page
 * loads what it does not use. Membership is said here, because Rollup would draw all that a named module needs into its file.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { catalogueChunk } from './words/vite-plugin';

/** With two small helpers of the build: in a file of their own, it and another would wait for each other. */
const VENDOR =
  /\/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream)\/|commonjsHelpers|preload-helper/;
const PAGE = /\/app\/(routes\/.+)\.tsx$/;
const FRAME = /\/app\/(entry\.client|root)\.tsx$/;
const FRAMED = /\/app\/framed\.tsx$/;
const WAYS_IN = /\/app\/ways-in\.tsx$/;
/** What Remix asks for by name. */
const ENTRY = /\?__remix-build-client-route$|\/app\/(routes\/.+|entry\.client|root|framed|ways-in)\.tsx$/;

type Build = Pick<Rollup.PluginContext, 'getModuleIds' | 'getModuleInfo'>;
/** Of each page by its name, all modules that it loads. */
type Pages = Map<string, Set<string>>;

/** Whether a route, such as `routes/sign-in`, is in the frame of those who are not signed in. */
type IsWayIn = (route: string) => boolean;

/** What these modules load, and what that loads, with themselves. */
function reachedFrom(starts: readonly string[], { getModuleInfo }: Build): Set<string> {
  const reached = new Set(starts);
  for (const id of reached) for (const imported of getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  return reached;
}

function pagesIn(build: Build, isWayIn: IsWayIn): Pages {
  const ids = [...build.getModuleIds()];
  const around = (route: string) => ids.filter((id) => FRAME.test(id) || (isWayIn(route) ? WAYS_IN : FRAMED).test(id));
  const pages = ids.flatMap((id): [string, Set<string>][] => {
    const [, route] = PAGE.exec(id) ?? [];
    return route ? [[route.replace('routes/', ''), reachedFrom([id, ...around(route)], build)]] : [];
  });
  return new Map(pages);
}

/** The file of each module that pages share, by its name: one for each set of pages. */
function sharedNames(pages: Pages): Map<string, string> {
  const usersOf = new Map<string, string[]>();
  for (const [page, ids] of pages) for (const id of ids) usersOf.set(id, [...(usersOf.get(id) ?? []), page]);
  const shared = [...usersOf].filter(([, users]) => users.length > 1);
  const nameOf = (users: string[]) => createHash('sha256').update(users.toSorted().join()).digest('hex').slice(0, 8);
  return new Map(shared.map(([id, users]) => [id, `shared-${nameOf(users)}`]));
}

/** Of each page the share of each file that it uses, 0 to 1, where it uses any: for the bundle report. */
function usedShares(pages: Pages, bundle: Rollup.OutputBundle): Record<string, Record<string, number>> {
  const files = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const shareOf = (used: Set<string>, { modules }: Rollup.OutputChunk) => {
    const sum = (ids: string[]) => ids.reduce((total, id) => total + (modules[id]?.renderedLength ?? 0), 0);
    const ids = Object.keys(modules);
    return 1 - sum(ids.filter((id) => !used.has(id))) / Math.max(1, sum(ids));
  };
  const sharesOf = (used: Set<string>) =>
    files.map((file) => [`/${file.fileName}`, shareOf(used, file)] as const).filter(([, share]) => share > 0);
  return Object.fromEntries([...pages].map(([page, used]) => [page, Object.fromEntries(sharesOf(used))]));
}

/** For the build of what browsers load. */
export function chunks(isWayIn: IsWayIn): Plugin {
  let names: Map<string, string> | undefined;
  const manualChunks: Rollup.GetManualChunk = (id, build) => {
    if (VENDOR.test(id)) return 'vendor';
    if (ENTRY.test(id)) return null;
    names ??= sharedNames(pagesIn(build as Build, isWayIn));
    return names.get(id) ?? catalogueChunk(id);
  };
  const output = { manualChunks, onlyExplicitManualChunks: true };
  const forBrowsers = {
    rollupOptions: { output },
    ...{ minify: 'terser' as const, terserOptions: { compress: { passes: 3 } } },
  };
  return {
    name: 'muster-chunks',
    apply: 'build',
    config: (_config, { isSsrBuild }) => (isSsrBuild ? undefined : { build: forBrowsers }),
    writeBundle({ dir = '' }, bundle) {
      if (this.environment.name !== 'client') return;
      const folder = path.join(dir, '../.vite');
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'used-shares.json'), JSON.stringify(usedShares(pagesIn(this, isWayIn), bundle)));
    },
  };
}
