/**
 * One build for two targets: `TARGET=worker` makes `build-worker/` for Cloudflare Workers, otherwise `build/` for Node.
 * Tests have their own configuration (`tests/vitest.config.ts`), because Remix's plugin wants the whole app.
 */
import path from 'node:path';
import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { isWayIn } from './app/frames';
import { chunks } from './server/cli/chunks-plugin';
import { copies } from './server/cli/copies/copies-plugin';
import { fonts } from './server/cli/fonts-plugin';
import { icons } from './server/cli/icons-plugin';
import { lostPages } from './server/cli/packages/lost-pages-plugin';
import { remixFlags } from './server/cli/packages/remix-flags-plugin';
import { routeMatching } from './server/cli/packages/route-matching-plugin';
import { smallCounts } from './server/cli/packages/small-counts-plugin';
import { pureDomain } from './server/cli/pure-domain-plugin';
import { words } from './server/cli/words/vite-plugin';

const target = process.env.TARGET === 'worker' ? 'worker' : 'node';

/** Builds our server entry, which imports Remix's build, in the place of Remix's bare build; what browsers load later is in it.
 *  Remix sets the input itself, so this plugin must come after Remix's. */
function serverEntry(): Plugin {
  return {
    name: 'muster-server-entry',
    apply: 'build',
    config: (_config, { isSsrBuild }) =>
      isSsrBuild
        ? { build: { rollupOptions: { input: { index: `./server/${target}.ts` }, output: { inlineDynamicImports: true } } } }
        : undefined,
  };
}

/** One self-contained file for workerd; only what `nodejs_compat` provides stays outside. */
const workerBuild: UserConfig = {
  ssr: {
    target: 'webworker',
    noExternal: true,
    external: ['node:crypto'],
    resolve: { conditions: ['workerd', 'worker', 'browser', 'module', 'import', 'default'] },
  },
};

export default defineConfig({
  // package.json names two endings for #app/*, of which Vite would take only the first.
  resolve: { alias: [{ find: /^#app\//, replacement: `${path.resolve('app')}/` }] },
  plugins: [
    copies(),
    icons(),
    words(),
    pureDomain(),
    remixFlags(),
    lostPages(),
    routeMatching(),
    smallCounts(),
    fonts(),
    tailwindcss(),
    remix({
      buildDirectory: target === 'node' ? 'build' : 'build-worker',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_singleFetch: true,
        v3_routeConfig: true,
        // The whole manifest is one hashed asset, so that the service worker can precache it.
        v3_lazyRouteDiscovery: false,
        // Development bundles every route's packages at once: found one after the other, they would bring React twice.
        unstable_optimizeDeps: true,
      },
    }),
    serverEntry(),
    chunks(isWayIn),
  ],
  build: {
    target: 'es2022',
    // The build for Workers reads it of the client's, which it does not build again.
    manifest: true,
    rollupOptions: {
      // Zod's comments hold annotations that Rollup cannot place; losing them costs a few unused bytes.
      onwarn: (warning, warn) => warning.code === 'INVALID_ANNOTATION' || warn(warning),
    },
  },
  ...(target === 'worker' && workerBuild),
});
