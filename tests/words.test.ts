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
    for (const [id, { message }] of Object.entries(found)) {
      expect(() => compileMessageOrThrow(message ?? '')).not.toThrow();
      // What has an id of its own may change its text under it.
      expect(kept[id]?.translation || message, id).toBe(message);
    }
  }
});

function readCode(folder: string): { file: string; code: string }[] {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  const sources = entries.filter(({ name }) => /\.tsx?$/.test(name));
  return sources.map((entry) => {
    const file = path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    return { file, code: readFileSync(path.join(ROOT, file), 'utf8') };
  });
}

test('every file with words has a catalogue for them', () => {
  for (const { file, code } of readCode('app')) if (MACRO.test(code)) expect(() => nounOf(file)).not.toThrow();
});

test.each(['app', 'server/services', 'server/http'])('no sentence is written into %s', (folder) => {
  expect(readCode(folder).flatMap(({ file, code }) => hardCodedWords(file, code))).toEqual([]);
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
  ["<p>{isNew ? 'not yet' : who}</p>", 1],
  ["<p>{state === 'open' && who}</p>", 0],
  ['<p>of {count}</p>', 1],
  ['<p>{`${from} to ${until}`}</p>', 1],
  ['<p>{t`${from} to ${until}`}</p>', 0],
  ['const x = name + " is late";', 1],
  ['const x = i18n._(word).toLowerCase();', 1],
  ['const x = text.toLowerCase();', 0],
])('%s', (code, count) => {
  expect(hardCodedWords('app/a.tsx', code)).toHaveLength(count);
});

test.each([
  ["throw Response.json({ message: 'There is no such person.' });", 1],
  ['throw Response.json({ message: `There is no such ${what}.` });', 1],
  ["throw new AppError('not-found', 'person.unknown');", 0],
  ["throw new TypeError('This is no zone.');", 0],
  ["log('error', 'This went wrong.');", 0],
  ['const rows = sql`select ${id} from users where ${isIt}`;', 0],
  ['const where = `${isIt} and ${isOpen}`;', 0],
])('on the server: %s', (code, count) => {
  expect(hardCodedWords('server/services/a.ts', code)).toHaveLength(count);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is code.
