/** The hashed files that the worker keeps: what pages load that open with no network, at once and later. Others come from the network. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** The worker's own word on which pages these are. */
async function loadPaths(root) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'app/sw/paths.ts')],
    bundle: true,
    format: 'esm',
    tsconfig: path.join(root, 'app/sw/tsconfig.json'),
    write: false,
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** What Remix tells browsers, and the file in which it does. */
function readRemixManifest(client) {
  const file = `assets/${readdirSync(path.join(client, 'assets')).find((name) => /^manifest-\w+\.js$/.test(name))}`;
  const text = readFileSync(path.join(client, file), 'utf8');
  return { file, ...JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) };
}

/** An address that a route answers. */
const addressOf = ({ path: pattern = '' }) => new URL(pattern.replace(/:\w+/g, '1'), 'http://muster.invalid/');

/** A route with those around it. */
const matchesOf = (routes, route) => (route ? [route, ...matchesOf(routes, routes[route.parentId])] : []);

/** @param client folder of a client build  @param root the project's folder  @returns paths within `client` */
export async function offlineAssets(client, root) {
  const { isOfflinePage } = await loadPaths(root);
  const { file, entry, routes } = readRemixManifest(client);
  const chunks = JSON.parse(readFileSync(path.join(client, '../.vite/client-manifest.json'), 'utf8'));
  const keyOf = new Map(Object.entries(chunks).map(([key, chunk]) => [`/${chunk.file}`, key]));

  const pages = Object.values(routes).filter((route) => route.id.startsWith('routes/') && isOfflinePage(addressOf(route)));
  const loaded = [entry, ...pages.flatMap((page) => matchesOf(routes, page))].map(({ module }) => keyOf.get(module));
  const reached = new Set(loaded);
  for (const key of reached) {
    const { imports = [], dynamicImports = [] } = chunks[key];
    for (const imported of [...imports, ...dynamicImports]) reached.add(imported);
  }
  const files = [...reached].flatMap((key) => [chunks[key].file, ...(chunks[key].css ?? []), ...(chunks[key].assets ?? [])]);
  return [...new Set([file, ...files])];
}
