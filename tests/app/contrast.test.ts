/** The colour roles of app/app.css against WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what is not text (1.4.11), in both themes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(path.resolve(import.meta.dirname, '../../app/app.css'), 'utf8');
const TOKEN = /--color-([\w-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\)/g;
const tokens = new Map([...css.matchAll(TOKEN)].map(([, name, light, dark]) => [name, { light, dark }]));

const THEMES = ['light', 'dark'] as const;
const GROUNDS = ['surface', 'surface-raised', 'surface-sunken'];
const STATUSES = ['present', 'late', 'absent', 'excused', 'unmarked', 'waiting'];

function colour(name: string, theme: (typeof THEMES)[number]): string {
  const value = tokens.get(name)?.[theme];
  if (!value) throw new Error(`app.css has no colour ${name} with a value for each theme.`);
  return value;
}

/** Relative luminance, as WCAG defines it. */
function luminance(hex: string): number {
  const linear = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Every pair of `front` on `back` that is too faint, with its ratio. */
function tooFaint(pairs: [front: string, back: string][], least: number): string[] {
  return THEMES.flatMap((theme) =>
    pairs.flatMap(([front, back]) => {
      const ratio = contrast(colour(front, theme), colour(back, theme));
      return ratio < least ? [`${front} on ${back}, ${theme}: ${ratio.toFixed(2)}`] : [];
    }),
  );
}

test('text reaches 4.5:1 on every ground', () => {
  const texts = ['ink', 'ink-muted', 'accent', ...STATUSES];
  expect(
    tooFaint(
      texts.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
      4.5,
    ),
  ).toEqual([]);
});

test('a status reaches 4.5:1 on its soft ground, and so do ink and muted ink', () => {
  const pairs = [...STATUSES, 'accent'].flatMap((status): [string, string][] => [
    [status, `${status}-soft`],
    ['ink', `${status}-soft`],
    ['ink-muted', `${status}-soft`],
  ]);
  expect(tooFaint(pairs, 4.5)).toEqual([]);
});

test('text on a full colour reaches 4.5:1', () => {
  const pairs = STATUSES.map((status): [string, string] => ['status-ink', status]);
  expect(tooFaint([...pairs, ['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['surface', 'ink']], 4.5)).toEqual([]);
});

test('the edge of a field, a bar and the focus ring reach 3:1 on every ground they stand on', () => {
  const bars = ['present', 'late', 'absent', 'excused'].map((status): [string, string] => [`${status}-fill`, 'surface-raised']);
  const edges = ['edge', 'accent'].flatMap((line) => GROUNDS.map((ground): [string, string] => [line, ground]));
  expect(tooFaint([...bars, ...edges], 3)).toEqual([]);
});
