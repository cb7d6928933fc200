/** Icons in the build: each from a file of its own, and as its drawing alone. Through the index of their package two thousand files are
 *  read to keep a hundred. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

const FOLDER = path.resolve(import.meta.dirname, '../../node_modules/lucide-react/dist/esm');
const DRAWN_ICON = path.resolve(import.meta.dirname, '../../app/components/ui/icon/drawn-icon.tsx');
const EXPORTS = /export \{([^}]+)\} from '(\.\/icons\/[^']+)';/g;
const IMPORTS = /import \{([^}]+)\} from 'lucide-react';/g;

/** A shape by its element and attributes. */
type Shape = [name: string, attributes: Record<string, string>];
type IconModule = { __iconData: { name: string; node: Shape[] } };

/** Those that `app.css` turns around where lines run from right to left. */
const POINTS_ALONG = /^(arrow|chevron)-(left|right)$/;

/** Files of icons by each of their names. */
function readFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, names = '', file = ''] of readFileSync(path.join(FOLDER, 'lucide-react.mjs'), 'utf8').matchAll(EXPORTS))
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) files.set(name, path.join(FOLDER, file));
  return files;
}

/** `<path d="M20 6 9 17l-5-5"/>`; a shape's key is React's. */
function markupOf([name, { key, ...attributes }]: Shape): string {
  return `<${name} ${Object.entries(attributes)
    .map(([attribute, value]) => `${attribute}="${value}"`)
    .join(' ')}/>`;
}

async function drawingModule(file: string): Promise<string> {
  const { __iconData }: IconModule = await import(pathToFileURL(file).href);
  const { name, node } = __iconData;
  const values = [node.map(markupOf).join(''), ...(POINTS_ALONG.test(name) ? [`lucide-${name}`] : [])];
  const given = values.map((value) => JSON.stringify(value)).join(', ');
  return `import { drawnIcon } from ${JSON.stringify(DRAWN_ICON)};\nexport default /* @__PURE__ */ drawnIcon(${given});`;
}

/** For the builds: the server has its icons in it too, and starts without reading the rest of them. */
export function icons(): Plugin {
  const files = readFiles();
  const drawn = new Set(files.values());
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
    load: (id) => (drawn.has(id) ? drawingModule(id) : null),
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes("from 'lucide-react'")) return null;
      const names = (list: string) => list.split(',').map((name) => name.trim());
      const split = code.replace(IMPORTS, (_, list: string) => names(list).filter(Boolean).map(importOf).join(' '));
      return { code: split, map: null };
    },
  };
}
