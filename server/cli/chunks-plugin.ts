/**
 * The files that browsers load: `vendor` changes when a package does, `frame` is what every page has with it, `shell` what stands around
 * those of a signed-in person and what their home shows. What others share is put together by which of the pages that matter most use
 * it, so that each of these loads what it uses, nothing else, and in few files: over HTTP/1.1 six come at a time, and to ask for one costs
 * a slow phone some milliseconds. Membership is said here, because Rollup would draw all that a named module needs into its file.
 */
import type { Plugin, Rollup } from 'vite';
import { catalogueChunk } from './words/vite-plugin';

/** With two small helpers of the build: in a file of their own, it and this one would wait for each other. */
const VENDOR =
  /\/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream)\/|commonjsHelpers|preload-helper/;
const FRAME = /\/app\/(entry\.client|root)\.tsx$/;
/** The home of whoever studies is the first page of most people, and made of what most pages are made of. */
const SHELL = /\/app\/(framed|routes\/_index)\.tsx$/;
/** Of what stands around pages it uses what most of them do, and is the first page of all. */
const SIGN_IN = /\/app\/routes\/sign-in\.tsx$/;
/** With the home those that have a budget of their own. */
const FIRST_PAGES = ['sign-in', 'timetable', 'attendance', 'scan', 'teach._index', 'teach.sessions.$id'];
const PAGE = /\/app\/routes\/(.+)\.tsx$/;
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

/** What is loaded with each of the three, and with each page by its name. */
function membersIn({ getModuleIds, getModuleInfo }: Build) {
  const ids = [...getModuleIds()];
  const importsOf = (id: string) => getModuleInfo(id)?.importedIds ?? [];
  const of = (start: RegExp) =>
    reachedFrom(
      ids.filter((id) => start.test(id)),
      importsOf,
    );
  const pages = ids.flatMap((id) => {
    const [, name] = PAGE.exec(id) ?? [];
    return name ? [{ name, reached: reachedFrom([id], importsOf) }] : [];
  });
  return { frame: of(FRAME), shell: of(SHELL), signIn: of(SIGN_IN), pages };
}

/** The file of what several pages share, named by the first pages among them; null when there is none. What only two share is kept apart,
 *  so that many do not load it with what they use. What a module needs is used wherever it is: no two of these files wait for each other. */
function sharedChunk(id: string, pages: Members['pages']): string | null {
  const users = pages.filter(({ reached }) => reached.has(id)).map(({ name }) => name);
  const first = FIRST_PAGES.filter((name) => users.includes(name));
  if (users.length === 1 || first.length === 0) return null;
  return `${users.length === 2 ? 'pair' : 'common'}-${first.join('-')}`;
}

/** For the build of what browsers load. */
export function chunks(): Plugin {
  let members: Members | undefined;
  const manualChunks: Rollup.GetManualChunk = (id, build) => {
    if (VENDOR.test(id)) return 'vendor';
    if (ENTRY.test(id)) return null;
    members ??= membersIn(build);
    const { frame, shell, signIn, pages } = members;
    if (frame.has(id) || (shell.has(id) && signIn.has(id))) return 'frame';
    return shell.has(id) ? 'shell' : (sharedChunk(id, pages) ?? catalogueChunk(id));
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
