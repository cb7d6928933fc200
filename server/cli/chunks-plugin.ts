/**
 * The files that browsers load: `vendor` changes when a package does, `frame` is what every page has with it, `shell` what stands around
 * those of a signed-in person, and the rest is cut so that a page loads what it uses and nothing else. Membership is said here, because
 * Rollup would draw all that a named module needs into its file.
 */
import type { Plugin, Rollup } from 'vite';
import { catalogueChunk } from './words/vite-plugin';

/** With two small helpers of the build: in a file of their own, it and this one would wait for each other. */
const VENDOR =
  /\/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream)\/|commonjsHelpers|preload-helper/;
const FRAME = /\/app\/(entry\.client|root)\.tsx$/;
const SHELL = /\/app\/framed\.tsx$/;
/** Of what stands around pages it uses what most of them do, and is the first page of all. */
const SIGN_IN = /\/app\/routes\/sign-in\.tsx$/;
/** What Remix asks for by name. */
const ENTRY = /\?__remix-build-client-route$|\/app\/(routes\/.+|entry\.client|root|framed|ways-in)\.tsx$/;

/** What these modules load, and what that loads, with themselves. */
function reachedFrom(starts: Iterable<string>, importsOf: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(starts);
  for (const id of reached) for (const imported of importsOf(id)) reached.add(imported);
  return reached;
}

type Build = Parameters<Rollup.GetManualChunk>[1];
type Members = ReturnType<typeof membersIn>;

/** What is loaded with each of the three. */
function membersIn({ getModuleIds, getModuleInfo }: Build) {
  const ids = [...getModuleIds()];
  const of = (start: RegExp) =>
    reachedFrom(
      ids.filter((id) => start.test(id)),
      (id) => getModuleInfo(id)?.importedIds ?? [],
    );
  return { frame: of(FRAME), shell: of(SHELL), signIn: of(SIGN_IN) };
}

/** For the build of what browsers load. */
export function chunks(): Plugin {
  let members: Members | undefined;
  const manualChunks: Rollup.GetManualChunk = (id, build) => {
    if (VENDOR.test(id)) return 'vendor';
    if (ENTRY.test(id)) return null;
    members ??= membersIn(build);
    const { frame, shell, signIn } = members;
    if (frame.has(id) || (shell.has(id) && signIn.has(id))) return 'frame';
    return shell.has(id) ? 'shell' : catalogueChunk(id);
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
