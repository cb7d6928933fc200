/**
 * The domain in the client's build: it is pure, so what a page does not use may go, together with what it was made from. Rollup cannot know
 * that of a schema, which is made by calls, and would send every schema, and Zod with them, beside the rules that pages do use. zxing is as
 * pure, of which a page needs one reader.
 */
import type { Plugin } from 'vite';
import { DOMAIN, fileOf } from './copies/copies-plugin';

/** Its package does not say so. */
const ZXING = /\/node_modules\/@zxing\//;

/** A part of a program in ESTree's form. */
type Part = { type: string; start: number; end: number };
type Declaration = Part & { kind?: string; declarations?: { init: Part | null }[]; declaration?: Declaration | null };

/** What the constants at the top of a module are made from, but for functions and plain values. */
function initialisers({ declaration, declarations = [] }: Declaration): Part[] {
  if (declaration) return initialisers(declaration);
  return declarations.flatMap(({ init }) => (init && /^(Call|Member|Object|Array)/.test(init.type) ? [init] : []));
}

/** Each initialiser in a function that is marked as free of effects. */
function marked(code: string, parts: Part[]): string {
  const byPlace = [...parts].sort((a, b) => b.start - a.start);
  return byPlace.reduce(
    (text, { start, end }) => `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`,
    code,
  );
}

/** For the build of what browsers load. */
export function pureDomain(): Plugin {
  return {
    name: 'muster-pure-domain',
    apply: 'build',
    transform(code, id, options) {
      if (options?.ssr) return null;
      if (ZXING.test(id)) return { code, map: null, moduleSideEffects: false };
      if (!DOMAIN.test(fileOf(id))) return null;
      const { body } = this.parse(code);
      const made = (body as Declaration[]).flatMap(initialisers).filter(({ start, end }) => /[(.]/.test(code.slice(start, end)));
      return { code: marked(code, made), map: null };
    },
  };
}
