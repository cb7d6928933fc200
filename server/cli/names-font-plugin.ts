/**
 * The letters of European and Vietnamese names in a small file of their own. The font's package has them only among all of extended Latin,
 * phonetic signs included, so that one "Łukasz" would cost a phone more than all other text.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STYLES = path.join(ROOT, 'node_modules/@fontsource-variable/inter/wght.css');
const EXTENDED = path.join(path.dirname(STYLES), 'files/inter-latin-ext-wght-normal.woff2');
const NAMES = path.join(ROOT, '.cache/fonts/inter-latin-names.woff2');

/** Extended Latin A, and what Pinyin, Romanian, Sámi, Vietnamese, Welsh and German have beside it. First and last of each range. */
const RANGES: [number, number][] = [
  [0x100, 0x17f],
  [0x1a0, 0x1a1],
  [0x1af, 0x1b0],
  [0x1cd, 0x1dc],
  [0x1e4, 0x1ef],
  [0x218, 0x21b],
  [0x1e80, 0x1e85],
  [0x1e9e, 0x1e9e],
  [0x1ef2, 0x1ef9],
];

const hex = (point: number) => point.toString(16).toUpperCase();

/** Of two faces that both have a letter, browsers take the later. */
const FACE = `
@font-face {
  font-family: 'Inter Variable';
  font-style: normal;
  font-display: swap;
  font-weight: 100 900;
  src: url(${path.relative(path.dirname(STYLES), NAMES).replaceAll(path.sep, '/')}) format('woff2-variations');
  unicode-range: ${RANGES.map(([first, last]) => `U+${hex(first)}-${hex(last)}`).join(',')};
}
`;

async function cutFont(): Promise<void> {
  const points = RANGES.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n));
  const piece = await subsetFont(readFileSync(EXTENDED), String.fromCodePoint(...points), { targetFormat: 'woff2' });
  mkdirSync(path.dirname(NAMES), { recursive: true });
  writeFileSync(NAMES, piece);
}

/** For the builds. */
export function namesFont(): Plugin {
  let cutting: Promise<void> | undefined;
  return {
    name: 'muster-names-font',
    enforce: 'pre',
    apply: 'build',
    async transform(code, id) {
      if (id.split('?')[0] !== STYLES) return null;
      cutting ??= cutFont();
      await cutting;
      return { code: code + FACE, map: null };
    },
  };
}
