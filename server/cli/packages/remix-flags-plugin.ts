/** Remix asks its flags while it runs, so that both answers are in what browsers load. Here they are answered in the build. */
import type { Plugin } from 'vite';

const REMIX = /\/@remix-run\/react\/dist\/esm\/[\w-]+\.js$/;

/** As `vite.config.ts` has them. What is not written in one of these ways stays a question. */
const ANSWERS: [RegExp, string][] = [
  [/(?:window\.__remixContext\.|context\.)?\bfuture\.v3_singleFetch(?: === true)?/g, 'true'],
  [/\bfuture\.v3_lazyRouteDiscovery === true/g, 'false'],
  [/(?<!function )\bisFogOfWarEnabled\(future, isSpaMode\)/g, 'false'],
  // Each loader and action is asked for in this way, then.
  [/typeof singleFetch === "function"/g, 'true'],
];

/** For the build of what browsers load. */
export function remixFlags(): Plugin {
  return {
    name: 'muster-remix-flags',
    apply: 'build',
    transform(code, id, options) {
      if (options?.ssr || !REMIX.test(id)) return null;
      return { code: ANSWERS.reduce((text, [question, answer]) => text.replace(question, answer), code), map: null };
    },
  };
}
