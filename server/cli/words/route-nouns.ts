/** Which catalogues a route needs: those of every file with words that it imports, directly or through others. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nounOf } from './nouns';

/** Code that takes part in the app on screen: neither types nor what only the server runs. */
const IMPORT = /^(?:import|export)\s(?!type\s)[^;'"]*?from\s'([^']+)'|\bimport\('([^']+)'\)/gm;
/** What a file with words imports. */
export const MACRO = /from '@lingui\/(core|react)\/macro'/;
const ENDINGS = ['.ts', '.tsx'];

/** Where an import leads within the app, or null. */
function locate(root: string, importer: string, name: string): string | null {
  if (name.endsWith('.server') || !/^(#app\/|\.\.?\/)/.test(name)) return null;
  const base = name.startsWith('#app/') ? path.join(root, 'app', name.slice(5)) : path.resolve(path.dirname(importer), name);
  return ENDINGS.map((ending) => base + ending).find((file) => existsSync(file)) ?? null;
}

/** The nouns whose words `entry` and what it imports show, in order. Reads the files as they are now.
 *  @param root the project's folder  @param entry absolute path
 *  @throws for a file whose words have no noun */
export function nounsOf(root: string, entry: string): string[] {
  const seen = new Set([entry]);
  const nouns = new Set<string>();
  for (const file of seen) {
    const code = readFileSync(file, 'utf8');
    if (MACRO.test(code)) nouns.add(nounOf(path.relative(root, file).split(path.sep).join('/')));
    for (const [, imported, loaded] of code.matchAll(IMPORT)) {
      const next = locate(root, file, imported ?? loaded ?? '');
      if (next) seen.add(next);
    }
  }
  return [...nouns].sort();
}
