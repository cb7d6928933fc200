/** Builds the service worker: our source in one file, with the list of files it keeps. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { injectManifest } from 'workbox-build';
import { offlineAssets } from './offline-assets.mjs';

/** Public files that it keeps, beside the assets of pages that open with no network. */
const PUBLIC = ['icons/*.png', 'favicon.svg', 'manifest.webmanifest', 'offline.{html,js}'];

/** Each device keeps those of its own language and of the scripts of its people's names, once it has asked for them. */
const KEPT_ONCE_ASKED = /^assets\/(words|inter-(cyrillic|greek|vietnamese|latin-ext))-/;

/** What every bundle of it has in common. @param root the project's folder  @param entry its file in `app/sw` */
function bundleOf(root, entry) {
  return {
    entryPoints: [path.join(root, 'app/sw', entry)],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: path.join(root, 'app/sw/tsconfig.json'),
  };
}

/** Builds it into a client build, some of whose hashed assets it keeps. @param client folder of that  @param root the project's folder */
export async function buildServiceWorker(client, root) {
  const bundle = path.join(client, '..', 'sw-bundle.js');
  await build({ ...bundleOf(root, 'sw.ts'), outfile: bundle, minify: true });
  const assets = (await offlineAssets(client, root)).filter((file) => !KEPT_ONCE_ASKED.test(file));
  const { warnings } = await injectManifest({
    swSrc: bundle,
    swDest: path.join(client, 'sw.js'),
    globDirectory: client,
    globPatterns: [...PUBLIC, ...assets],
    modifyURLPrefix: { '': '/' },
    // Their names carry a hash: what is kept under one never changes.
    dontCacheBustURLsMatching: /^\/assets\//,
  });
  rmSync(bundle);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
}

/** Public files that open with no network, as Workbox lists them. */
function listPublicFiles(root) {
  const folder = path.join(root, 'public');
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll(path.sep, '/'));
  const kept = names.filter((name) => /^(icons\/.+\.png|favicon\.svg|manifest\.webmanifest|offline\.(html|js))$/.test(name));
  return kept.map((name) => {
    const revision = createHash('md5')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
    return { url: `/${name}`, revision };
  });
}

/** The worker of development, as text. It keeps what Vite serves as it is asked for: there are no hashed assets.
 *  @param root the project's folder */
export async function bundleForDevelopment(root) {
  const options = bundleOf(root, 'development.ts');
  const define = { ...options.define, 'self.__WB_MANIFEST': JSON.stringify(listPublicFiles(root)) };
  const { outputFiles } = await build({ ...options, define, write: false });
  return outputFiles[0].text;
}
