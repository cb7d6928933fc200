/**
 * Lingui writes the number of each plural by an `Intl.NumberFormat`, of which the first costs a slow phone 120 ms. Here one below a thousand
 * is its digits.
 */
import type { Plugin } from 'vite';
import { replaced } from './replaced';

const LINGUI = /\/node_modules\/@lingui\/core\/dist\/index\.mjs$/;

const WRITTEN = 'const valueStr = number(locales, value, numberFormat);';
const DIGITS_ARE_WRITTEN =
  'const valueStr = Number.isInteger(value) && value >= 0 && value < 1000 ? String(value) : number(locales, value, numberFormat);';

/** The module of Lingui that writes plurals. For languages whose digits are 0 to 9.
 *  @throws when it does so in another way now */
export function withSmallCounts(code: string): string {
  return replaced(code, WRITTEN, DIGITS_ARE_WRITTEN, 'Lingui writes plurals');
}

/** For the build of what browsers load. */
export function smallCounts(): Plugin {
  return {
    name: 'muster-small-counts',
    apply: 'build',
    transform: (code, id) => (LINGUI.test(id) ? { code: withSmallCounts(code), map: null } : null),
  };
}
