/** Builds the service worker into a client build: our source in one file, with the list of hashed assets it keeps. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { injectManifest } from 'workbox-build';

/** The shell and the scanner with its decoder; what is named here opens with no network. */
const PRECACHED = ['assets/**/*.{js,css,woff2}', 'icons/*.png', 'favicon.svg', 'manifest.webmanifest', 'offline.{html,js}'];

/** @param client folder of the client build  @param root the project's folder */
export async function buildServiceWorker(client, root) {
  const bundle = path.join(client, '..', 'sw-bundle.js');
  await build({
    entryPoints: [path.join(root, 'app/sw/sw.ts')],
    outfile: bundle,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    tsconfig: path.join(root, 'app/sw/tsconfig.json'),
  });
  const { warnings } = await injectManifest({
    swSrc: bundle,
    swDest: path.join(client, 'sw.js'),
    globDirectory: client,
    globPatterns: PRECACHED,
    // Each device keeps those of its own language, once it has asked for them.
    globIgnores: ['assets/words-*'],
    modifyURLPrefix: { '': '/' },
    // Their names carry a hash: what is kept under one never changes.
    dontCacheBustURLsMatching: /^\/assets\//,
  });
  rmSync(bundle);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
}
