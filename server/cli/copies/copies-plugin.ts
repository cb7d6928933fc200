/**
 * What keeps nothing stands in each module that uses it, as if it were written there: in a file of its own it would be one more to ask for,
 * in a file with others some page would load what it does not use. What stands around pages is there anyway and is not copied, nor is a
 * module with a state, a context or a class, of which there must be one.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin, Rollup } from 'vite';
import { isStateless } from './stateless';

const ROOT = path.resolve(import.meta.dirname, '../../..');
export const DOMAIN = /\/server\/domain\/.+\.ts$/;
const OURS = /\/(app\/(components|offline|trpc|words)|server\/domain)\/.+\.tsx?$/;
const AROUND = ['entry.client', 'root', 'framed'].map((name) => path.join(ROOT, `app/${name}.tsx`));
const COPY = /\?in=(\w+)$/;

/** The file of a module; of a copy, what it is a copy of. */
export const fileOf = (id: string): string => id.replace(COPY, '');

/** A name for the module that imports; what a copy imports comes with it. */
function nameOf(importer: string): string {
  const [, name] = COPY.exec(importer) ?? [];
  return name ?? createHash('sha256').update(path.relative(ROOT, importer)).digest('hex').slice(0, 12);
}

/** What a module loads of ours, and what that loads, with itself. */
async function addLoaded(loaded: Set<string>, module: { id: string }, build: Rollup.PluginContext): Promise<void> {
  if (loaded.has(module.id)) return;
  loaded.add(module.id);
  const { importedIdResolutions } = await build.load({ ...module, resolveDependencies: true });
  for (const imported of importedIdResolutions) if (OURS.test(imported.id)) await addLoaded(loaded, imported, build);
}

/** For the build of what browsers load. */
export function copies(): Plugin {
  const known = new Map<string, Promise<boolean>>();
  /** Null until it is known; nothing is copied before. */
  let around: Set<string> | null = null;

  const isCopied = (file: string): Promise<boolean> | false => {
    if (!OURS.test(file) || around?.has(file)) return false;
    const answer = known.get(file) ?? isStateless(readFileSync(file, 'utf8'), file, DOMAIN.test(file));
    known.set(file, answer);
    return answer;
  };
  return {
    name: 'muster-copies',
    enforce: 'pre',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async buildStart() {
      const loaded = new Set<string>();
      for (const id of AROUND) await addLoaded(loaded, { id }, this);
      around = loaded;
    },
    async resolveId(source, importer, options) {
      if (!around || !importer || around.has(importer) || importer.includes('/node_modules/')) return null;
      if (options.custom?.isLoadedLater) return null;
      const found = await this.resolve(source, importer, options);
      return found && (await isCopied(found.id)) ? { ...found, id: `${found.id}?in=${nameOf(importer)}` } : null;
    },
    /** What is loaded later is one file, whoever asks for it; what it imports is copied into it. */
    resolveDynamicImport(specifier, importer) {
      return typeof specifier === 'string' ? this.resolve(specifier, importer, { custom: { isLoadedLater: true } }) : null;
    },
  };
}
