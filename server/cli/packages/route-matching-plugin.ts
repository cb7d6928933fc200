/**
 * React Router 6 flattens and ranks all routes anew whenever it matches an address, and makes a pattern of each until one fits: three times
 * before a page is alive. Here it ranks a set of routes once, and tries those whose fixed words the address has. Its version 7 keeps what
 * it has ranked, too.
 */
import type { Plugin } from 'vite';
import { replaced } from './replaced';

const ROUTER = /\/node_modules\/@remix-run\/router\/dist\/router(\.cjs)?\.js$/;

const RANKED_ANEW = `let branches = flattenRoutes(routes);
  rankRouteBranches(branches);`;
const RANKED_ONCE = 'let branches = rankedBranches(routes);';
const TRIED = 'matches = matchRouteBranch(branches[i], decoded, allowPartial);';
const TRIED_WHERE_WORDS_FIT = `if (hasWordsOf(branches[i], words)) ${TRIED}`;
const FROM = 'let decoded = decodePath(pathname);';
const WITH_WORDS = `${FROM}
  let words = decoded.toLowerCase().split("/");`;

/** What starts with a colon or ends with a star fits any word; before the first slash and after the last there is none. */
const OURS = `
const rankedByRoutes = new WeakMap();
function rankedBranches(routes) {
  let ranked = rankedByRoutes.get(routes);
  if (!ranked) {
    ranked = flattenRoutes(routes);
    rankRouteBranches(ranked);
    for (const branch of ranked) branch.words = branch.path.toLowerCase().split("/");
    rankedByRoutes.set(routes, ranked);
  }
  return ranked;
}
function hasWordsOf(branch, words) {
  return branch.words.every((word, n) => word === "" || word.endsWith("*") || word.startsWith(":") || word === words[n]);
}
`;

/** The module of React Router that matches routes.
 *  @throws when it does so in another way now */
export function withQuickMatching(code: string): string {
  const changes = [
    [RANKED_ANEW, RANKED_ONCE],
    [FROM, WITH_WORDS],
    [TRIED, TRIED_WHERE_WORDS_FIT],
  ] as const;
  return changes.reduce((text, [said, instead]) => replaced(text, said, instead, 'React Router matches routes'), code) + OURS;
}

/** For both builds. The server's has to hold React Router, which would be imported as it is otherwise. */
export function routeMatching(): Plugin {
  return {
    name: 'muster-route-matching',
    apply: 'build',
    config: () => ({ ssr: { noExternal: [/^@remix-run\/(react|router|server-runtime)$/, /^react-router(-dom)?$/] } }),
    transform: (code, id) => (ROUTER.test(id) ? { code: withQuickMatching(code), map: null } : null),
  };
}
