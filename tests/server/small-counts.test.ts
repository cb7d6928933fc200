/** Lingui, as the build changes it, writes what it writes as it comes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setupI18n } from '@lingui/core';
import { afterEach, expect, test, vi } from 'vitest';
import { LANGUAGES } from '#domain/words/language';
import { withSmallCounts } from '#server/cli/packages/small-counts-plugin';
import { ROOT } from '../helpers/program';

const asItComes = readFileSync(path.join(ROOT, 'node_modules/@lingui/core/dist/index.mjs'), 'utf8');
/** Where it finds what it imports, as it is loaded out of a text. */
const compiler = pathToFileURL(path.join(ROOT, 'node_modules/@lingui/message-utils/dist/compileMessage.mjs')).href;
const inFull = asItComes.replace("'@lingui/message-utils/compileMessage'", `'${compiler}'`);

const CLASSES = [['count', 'plural', { offset: undefined, one: ['#', ' class'], other: ['#', ' classes'] }]];
const COUNTS = [...Array(1_100).keys(), -1, 0.5, 12.25, 12_345];

async function changedLingui(): Promise<{ setupI18n: typeof setupI18n }> {
  return import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(withSmallCounts(inFull)).toString('base64')}`);
}

const textOf = (make: typeof setupI18n, locale: string) => {
  const i18n = make({ locale, messages: { [locale]: { classes: CLASSES as never } } });
  return (count: number) => i18n._('classes', { count });
};

afterEach(() => vi.restoreAllMocks());

test.each(LANGUAGES)('counts are written as before in %s', async (language) => {
  const changed = await changedLingui();
  const expected = COUNTS.map(textOf(setupI18n, language));
  expect(expected.slice(0, 2)).toEqual(['0 classes', '1 class']);
  expect(COUNTS.map(textOf(changed.setupI18n, language))).toEqual(expected);
});

test('a small count makes no number format', async () => {
  const text = textOf((await changedLingui()).setupI18n, 'de');
  vi.spyOn(Intl, 'NumberFormat').mockImplementation(function make() {
    throw new Error('made');
  });
  expect(text(12)).toBe('12 classes');
  expect(() => text(1_200)).toThrow('made');
});

test('a Lingui that writes in another way is not built', () => {
  expect(() => withSmallCounts(asItComes.replace('number(locales, value, numberFormat)', '""'))).toThrow('in another way now');
});
