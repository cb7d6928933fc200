/** Icons in the build: each from a file of its own. Through the index of their package two thousand files are read to keep a hundred. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = path.resolve(import.meta.dirname, '../../node_modules/lucide-react/dist/esm');
const EXPORTS = /export \{([^}]+)\} from '(\.\/icons\/[^']+)';/g;
const IMPORTS = /import \{([^}]+)\} from 'lucide-react';/g;

/** Files of icons by each of their names. */
function readFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, names = '', file = ''] of readFileSync(path.join(FOLDER, 'lucide-react.mjs'), 'utf8').matchAll(EXPORTS))
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, path.join(FOLDER, file));
  return files;
}

/** For the builds: the server has its icons in it too, and starts without reading the rest of them. */
export function icons(): Plugin {
  const files = readFiles();
  const importOf = (imported: string) => {
    const [name = '', alias = name] = imported.split(' as ');
    const file = files.get(name);
    if (name.startsWith('type ')) return `import type { ${name.slice('type '.length)} } from 'lucide-react';`;
    return file ? `import ${alias} from ${JSON.stringify(file)};` : `import { ${imported} } from 'lucide-react';`;
  };
  return {
    name: 'muster-icons',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes("from 'lucide-react'")) return null;
      const names = (list: string) => list.split(',').map((name) => name.trim());
      const split = code.replace(IMPORTS, (_, list: string) => names(list).filter(Boolean).map(importOf).join(' '));
      return { code: split, map: null };
    },
  };
}
