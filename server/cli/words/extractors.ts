/** Finds texts for the catalogues: those of screens stand in macros, those of the server in modules that are nothing but texts. */
import { extractFromFileWithBabel } from '@lingui/cli/api/extractors/babel';
import type { ExtractorCtx, ExtractorType } from '@lingui/conf';
import { transform } from 'esbuild';
import { MACRO } from './route-nouns';

const SERVER_WORDS = /\/server\/domain\/words\/en\/([\w-]+)\.ts$/;

/** Texts in the macros of components. */
export const screenWords: ExtractorType = {
  match: (file) => /\/app\/.+\.tsx?$/.test(file),
  async extract(file, code, onMessage, context) {
    if (!MACRO.test(code)) return;
    await extractFromFileWithBabel(file, code, onMessage, context as ExtractorCtx, { plugins: ['jsx', 'typescript'] });
  },
};

/** `{ key: text }` of a noun, under `<noun>.<key>`. */
export const serverWords: ExtractorType = {
  match: (file) => SERVER_WORDS.test(file),
  async extract(file, code, onMessage) {
    const noun = SERVER_WORDS.exec(file)?.[1];
    const script = await transform(code, { loader: 'ts' });
    const words = await import(`data:text/javascript,${encodeURIComponent(script.code)}`);
    for (const [key, message] of Object.entries<string>(words.default))
      onMessage({ id: `${noun}.${key}`, message, origin: [file, 1] });
  },
};
