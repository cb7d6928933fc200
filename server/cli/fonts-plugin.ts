/**
 * Pieces of the font in the build, cut to what is used of them: the Latin letters in the weights there are, and the letters of European and
 * Vietnamese names in a piece of their own. The font's package has those only among all of extended Latin, phonetic signs included, so
 * that one "Łukasz" would cost a phone more than all other text.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '../..');
const STYLES = path.join(ROOT, 'node_modules/@fontsource-variable/inter/wght.css');
const CUT = path.join(ROOT, '.cache/fonts');

const LATIN = './files/inter-latin-wght-normal.woff2';
const EXTENDED = './files/inter-latin-ext-wght-normal.woff2';
const NAMES = 'inter-latin-names.woff2';

/** Of everything that is written, from `font-normal` to `font-bold`. */
const WEIGHTS = { min: 400, max: 700 };

/** Extended Latin A, and what Vietnamese, Pinyin, Sámi, Romanian, Welsh and German have beside it. */
const LETTERS = 'U+0100-017F,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E4-01EF,U+0218-021B,U+1E80-1E85,U+1E9E,U+1EF2-1EF9';

/** The characters of a `unicode-range`. */
function charactersOf(ranges: string): string {
  const points = ranges.split(',').flatMap((range) => {
    const [first = 0, last = first] = range
      .trim()
      .replace('U+', '')
      .split('-')
      .map((point) => Number.parseInt(point, 16));
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  });
  return String.fromCodePoint(...points);
}

/** Writes a piece of a piece. @returns its address, seen from the style sheet */
async function cut(file: string, ranges: string, name: string): Promise<string> {
  const whole = readFileSync(path.join(path.dirname(STYLES), file));
  const piece = await subsetFont(whole, charactersOf(ranges), { targetFormat: 'woff2', variationAxes: { wght: WEIGHTS } });
  mkdirSync(CUT, { recursive: true });
  writeFileSync(path.join(CUT, name), piece);
  return path.relative(path.dirname(STYLES), path.join(CUT, name)).replaceAll(path.sep, '/');
}

/** The face that has `file`. @throws when there is none */
function faceOf(styles: string, file: string): { face: string; ranges: string } {
  const face = styles.match(/@font-face \{[^}]+\}/g)?.find((one) => one.includes(file));
  const [, ranges] = /unicode-range: ([^;]+);/.exec(face ?? '') ?? [];
  if (!face || !ranges) throw new Error(`The font has no ${file}.`);
  return { face, ranges };
}

/** The package's style sheet with the pieces in it. Of two faces that both have a letter, browsers take the later. */
async function cutStyles(styles: string): Promise<string> {
  const latin = faceOf(styles, LATIN);
  const extended = faceOf(styles, EXTENDED);
  const cutLatin = await cut(LATIN, latin.ranges, path.basename(LATIN));
  const names = extended.face.replace(EXTENDED, await cut(EXTENDED, LETTERS, NAMES)).replace(extended.ranges, LETTERS);
  return styles.replace(latin.face, `${names}\n\n${latin.face.replace(LATIN, cutLatin)}`);
}

/** For the builds. */
export function fonts(): Plugin {
  let styles: Promise<string> | undefined;
  return {
    name: 'muster-fonts',
    enforce: 'pre',
    apply: 'build',
    async transform(code, id) {
      if (id.split('?')[0] !== STYLES) return null;
      styles ??= cutStyles(code);
      return { code: await styles, map: null };
    },
  };
}
