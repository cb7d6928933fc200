/** How texts are found and where their catalogues are, for `npm run words` and for the build. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { LANGUAGES, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from '../../domain/words/language';
import { screenWords, serverWords } from './extractors';
import { NOUNS } from './nouns';

const ROOT = path.resolve(import.meta.dirname, '../../..');

const serverNouns = readdirSync(path.join(ROOT, 'server/domain/words/en')).map((file) => path.basename(file, '.ts'));

/** A prefix as Lingui has it: a folder, or a pattern. */
const toInclude = (prefix: string) => (prefix.endsWith('/') ? prefix.slice(0, -1) : `${prefix}*`);

export default defineConfig({
  rootDir: ROOT,
  locales: LANGUAGES.filter((language) => language !== PSEUDO_LANGUAGE),
  sourceLocale: SOURCE_LANGUAGE,
  // What is not translated yet is English in the place where it stands.
  fallbackLocales: false,
  catalogs: [
    ...Object.entries(NOUNS).map(([noun, prefixes]) => ({
      path: `<rootDir>/app/words/{locale}/${noun}`,
      include: prefixes.map((prefix) => `<rootDir>/${toInclude(prefix)}`),
    })),
    ...serverNouns.map((noun) => ({
      path: `<rootDir>/app/words/{locale}/server/${noun}`,
      include: [`<rootDir>/server/domain/words/en/${noun}.ts`],
    })),
  ],
  extractors: [serverWords, screenWords],
  format: formatter({ lineNumbers: false }),
});
