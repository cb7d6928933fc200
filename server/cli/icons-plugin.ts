/** Icons in the build: as their drawings alone, which stand in the modules that use them. Through the index of their package two thousand
 *  files are read to keep a hundred. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { fileOf } from './copies/copies-plugin';

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

/** `drawnIcon("<path .../>")`. */
async function drawingOf(file: string): Promise<string> {
  const { __iconData }: IconModule = await import(pathToFileURL(file).href);
  const { name, node } = __iconData;
  const values = [node.map(markupOf).join(''), ...(POINTS_ALONG.test(name) ? [`lucide-${name}`] : [])];
  return `drawnIcon(${values.map((value) => JSON.stringify(value)).join(', ')})`;
}

/** For the builds: the server has its icons in it too, and starts without reading the rest of them. */
export function icons(): Plugin {
  const files = readFiles();
  const statementOf = async (imported: string) => {
    const [name = '', alias = name] = imported.split(' as ');
    const file = files.get(name);
    if (name.startsWith('type ')) return `import type { ${name.slice('type '.length)} } from 'lucide-react';`;
    return file ? `const ${alias} = /* @__PURE__ */ ${await drawingOf(file)};` : `import { ${imported} } from 'lucide-react';`;
  };
  return {
    name: 'muster-icons',
    enforce: 'pre',
    apply: 'build',
    async transform(code, id) {
      if (!/\.tsx?$/.test(fileOf(id))) return null;
      const names = [...code.matchAll(IMPORTS)].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
      if (names.length === 0) return null;
      const drawn = [`import { drawnIcon } from ${JSON.stringify(DRAWN_ICON)};`];
      for (const name of names.filter(Boolean)) drawn.push(await statementOf(name));
      return { code: `${drawn.join(' ')}${code.replace(IMPORTS, '')}`, map: null };
    },
  };
}
