/**
 * The files that browsers load: `vendor` changes when a package does, `frame` is what every page has around it, and the rest is cut so
 * that a page loads what it uses and nothing else. Membership is said here, because Rollup would draw all that a named module needs into
 * its file.
 */
import type { Plugin, Rollup } from 'vite';
import { catalogueChunk } from './words/vite-plugin';

/** With two small helpers of the build: in a file of their own, it and this one would wait for each other. */
const VENDOR =
  /\/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream)\/|commonjsHelpers|preload-helper/;
const FRAME = /\/app\/(entry\.client|root)\.tsx$/;
/** What Remix asks for by name. */
const ENTRY = /\?__remix-build-client-route$|\/app\/(routes\/.+|entry\.client|root|framed|ways-in)\.tsx$/;

/** What these modules load, and what that loads, with themselves. */
function reachedFrom(starts: Iterable<string>, importsOf: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(starts);
  for (const id of reached) for (const imported of importsOf(id)) reached.add(imported);
  return reached;
}

/** For the build of what browsers load. */
export function chunks(): Plugin {
  let frame: Set<string> | undefined;
  const manualChunks: Rollup.GetManualChunk = (id, { getModuleIds, getModuleInfo }) => {
    if (VENDOR.test(id)) return 'vendor';
    if (ENTRY.test(id)) return null;
    const starts = () => [...getModuleIds()].filter((one) => FRAME.test(one));
    frame ??= reachedFrom(starts(), (one) => getModuleInfo(one)?.importedIds ?? []);
    return frame.has(id) ? 'frame' : catalogueChunk(id);
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
  };
}
