/** The product's source files, for tests that read code. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './architecture';
import { ROOT } from './program';

/** Every `.ts` and `.tsx` file in these folders of the project. */
export function readSources(folders: readonly string[]): SourceFile[] {
  const entries = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true }).filter((entry) => /\.tsx?$/.test(entry.name)),
  );
  return entries.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return { path: path.relative(ROOT, file).split(path.sep).join('/'), text: readFileSync(file, 'utf8') };
  });
}
