/** The catalogues that translators get are those of the code: no text is missing, none is left over. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { nounOf } from '../server/cli/words/nouns';
import { MACRO } from '../server/cli/words/route-nouns';
import { ROOT } from './helpers/program';
import { hardCodedWords } from './helpers/sentences';

const config = getConfig({ configPath: path.join(ROOT, 'server/cli/words/lingui.config.ts') });

test('the English catalogues hold every text of the code (npm run words)', async () => {
  for (const catalogue of await getCatalogs(config)) {
    const [found, kept] = [(await catalogue.collect()) ?? {}, (await catalogue.read('en')) ?? {}];
    expect(Object.keys(kept).sort(), catalogue.path).toEqual(Object.keys(found).sort());
    for (const { message } of Object.values(found)) expect(() => compileMessageOrThrow(message ?? '')).not.toThrow();
  }
});

function readScreens(): { file: string; code: string }[] {
  const entries = readdirSync(path.join(ROOT, 'app'), { recursive: true, withFileTypes: true });
  const screens = entries.filter(({ name }) => name.endsWith('.tsx'));
  return screens.map((entry) => {
    const file = path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    return { file, code: readFileSync(path.join(ROOT, file), 'utf8') };
  });
}

test('every screen with words has a catalogue for them', () => {
  for (const { file, code } of readScreens()) if (MACRO.test(code)) expect(() => nounOf(file)).not.toThrow();
});

test('no sentence is written into a screen', () => {
  expect(readScreens().flatMap(({ file, code }) => hardCodedWords(file, code))).toEqual([]);
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is code.
test.each([
  ['<p>Hello there</p>', 1],
  ['<p><Trans>Hello there</Trans></p>', 0],
  ['<p title="Hello">{t`Hello`}</p>', 1],
  ['<p className="flex gap-2">{`${a} ${b}`}</p>', 0],
  ["const x = { word: 'You are present' };", 1],
  ['const x = { word: msg`You are present` };', 0],
  ['const x = `Hello ${name}, how are you?`;', 1],
  ['<>{ROLE_WORDS[role]}</>', 1],
  ['<>{t(ROLE_WORDS[role])}</>', 0],
])('%s', (code, count) => {
  expect(hardCodedWords('a.tsx', code)).toHaveLength(count);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is code.
