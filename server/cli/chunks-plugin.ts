/**
 * The files that browsers load: `vendor` changes when a package does, and what several pages use is cut by the pages that use it
 * (`shared-files.ts`): over HTTP/1.1 six come at a time, and to ask for one costs a slow phone some milliseconds. Membership is said here,
 * because Rollup would draw all that a named module needs into its file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { type Sharing, sharedFiles } from './shared-files';
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

/** The pages that have a budget of their own, by how much they matter: a student's home is the first page of most people. */
const WEIGHTS = new Map([
  ['_index', 4],
  ['sign-in', 2],
  ['timetable', 1],
  ['attendance', 1],
  ['scan', 1],
  ['teach._index', 1],
  ['teach.sessions.$id', 2],
]);
const WEIGHT_OF_OTHERS = 0.05;
/** The pages that people open first load nothing that they do not use, whatever that costs those which are opened after them. */
const OPENED_FIRST = new Set(['_index', 'sign-in', 'teach._index']);
/** What so much code, as it is written, costs a slow phone: about 10 ms. */
const FILE_BYTES = 6_000;

type Build = Pick<Rollup.PluginContext, 'getModuleIds' | 'getModuleInfo'>;
/** Of each page by its name, all modules that it loads. */
type Pages = Map<string, Set<string>>;

/** Whether a route, such as `routes/sign-in`, is in the frame of those who are not signed in. */
type IsWayIn = (route: string) => boolean;

const importsIn =
  ({ getModuleInfo }: Build) =>
  (id: string) =>
    getModuleInfo(id)?.importedIds ?? [];

/** What these modules load, and what that loads, with themselves. */
function reachedFrom(starts: Iterable<string>, importsOf: Sharing['importsOf']): Set<string> {
  const reached = new Set(starts);
  for (const id of reached) for (const imported of importsOf(id)) reached.add(imported);
  return reached;
}

function pagesIn(build: Build, isWayIn: IsWayIn): Pages {
  const ids = [...build.getModuleIds()];
  const around = (route: string) => ids.filter((id) => FRAME.test(id) || (isWayIn(route) ? WAYS_IN : FRAMED).test(id));
  const pages = ids.flatMap((id): [string, Set<string>][] => {
    const [, route] = PAGE.exec(id) ?? [];
    return route ? [[route.replace('routes/', ''), reachedFrom([id, ...around(route)], importsIn(build))]] : [];
  });
  return new Map(pages);
}

/** The file of each module that pages share, by its name. */
function sharedNames(pages: Pages, build: Build): Map<string, string> {
  const isShared = (id: string) => !VENDOR.test(id) && !ENTRY.test(id);
  const files = sharedFiles({
    pages: new Map([...pages].map(([page, ids]) => [page, new Set([...ids].filter(isShared))])),
    importsOf: importsIn(build),
    bytesOf: (id) => build.getModuleInfo(id)?.code?.length ?? 0,
    weightOf: (page) => WEIGHTS.get(page) ?? WEIGHT_OF_OTHERS,
    isExact: (page) => OPENED_FIRST.has(page),
    fileBytes: FILE_BYTES,
  });
  return new Map(files.flatMap(({ ids }, n) => ids.map((id) => [id, `shared-${n}`] as const)));
}

/** Of each page the share of each file that it uses, 0 to 1, where it uses any: for the bundle report. */
function usedShares(pages: Pages, bundle: Rollup.OutputBundle): Record<string, Record<string, number>> {
  const files = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const shareOf = (used: Set<string>, { modules }: Rollup.OutputChunk) => {
    const sum = (ids: string[]) => ids.reduce((total, id) => total + (modules[id]?.renderedLength ?? 0), 0);
    const ids = Object.keys(modules);
    return sum(ids.filter((id) => used.has(id))) / Math.max(1, sum(ids));
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
    names ??= sharedNames(pagesIn(build as Build, isWayIn), build as Build);
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
