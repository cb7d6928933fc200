/**
 * A page whose code cannot be had, because there is no network or a deploy took it away, is opened as a document: then the worker answers,
 * or the new build. Remix reloads the page that is being left, and whoever pressed a link is where they were.
 */
import type { Plugin } from 'vite';
import { replaced } from './replaced';

const ROUTE_MODULES = /\/@remix-run\/react\/dist\/esm\/routeModules\.js$/;

const RELOADS = 'window.location.reload();';
const OPENS = `let { location: next } = window.__remixRouter.state.navigation;
    if (next) window.location.assign(next.pathname + next.search + next.hash);
    else window.location.reload();`;

/** The module of Remix that loads the code of pages.
 *  @throws when it does so in another way now */
export function withLostPagesOpened(code: string): string {
  return replaced(code, RELOADS, OPENS, 'Remix loads pages');
}

/** For the build of what browsers load. */
export function lostPages(): Plugin {
  return {
    name: 'muster-lost-pages',
    apply: 'build',
    transform: (code, id, options) =>
      !options?.ssr && ROUTE_MODULES.test(id) ? { code: withLostPagesOpened(code), map: null } : null,
  };
}
