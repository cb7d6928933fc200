/**
 * Words in the build. Macros become the compiled English text beside its id, so that English needs no catalogue and what is not
 * translated still says something; catalogues become modules; a route asks for the catalogues of what it shows once it is loaded.
 */
import path from 'node:path';
import { type PluginObj, transformAsync, types } from '@babel/core';
import macros from '@lingui/babel-plugin-lingui-macro';
import { getCatalogForFile, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { SOURCE_LANGUAGE } from '../../domain/words/language';
import { pseudoText } from '../../domain/words/pseudo';
import { fileOf } from '../copies/copies-plugin';
import { MACRO, nounsOf } from './route-nouns';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const CATALOGUE = /\.po(\?pseudo)?$/;
const ROUTE = /^app\/(root|framed|ways-in|routes\/[^?]+)\.tsx$/;

const linguiConfig = getConfig({ configPath: path.join(ROOT, 'server/cli/words/lingui.config.ts') });

/** The string of a property of a message, and the property. */
function fieldOf(message: types.ObjectExpression, name: string) {
  const isField = (one: types.ObjectExpression['properties'][number]): one is types.ObjectProperty =>
    types.isObjectProperty(one) && types.isIdentifier(one.key, { name });
  return message.properties.find(isField);
}

/** Compiles the texts that the macros left as strings. They mark each message with a comment. */
function compiledTexts(): PluginObj {
  return {
    visitor: {
      Program: {
        exit(program) {
          program.traverse({
            ObjectExpression({ node }) {
              const text = fieldOf(node, 'message');
              const isMessage = node.leadingComments?.some(({ value }) => value === 'i18n');
              if (isMessage && types.isStringLiteral(text?.value))
                text.value = types.valueToNode(compileMessageOrThrow(text.value.value));
            },
          });
        },
      },
    },
  };
}

async function withTexts(code: string, id: string) {
  const result = await transformAsync(code, {
    filename: id,
    configFile: false,
    babelrc: false,
    sourceMaps: true,
    parserOpts: { plugins: ['jsx', 'typescript'] },
    plugins: [[macros, { stripMessageField: false, linguiConfig }], compiledTexts],
  });
  return { code: result?.code ?? code, map: result?.map };
}

/** What was made of a file last: the client's build and the server's, which follow each other, need the same. */
const made = new Map<string, { code: string; texts: ReturnType<typeof withTexts> }>();

function textsOf(code: string, id: string) {
  const last = made.get(id);
  if (last?.code === code) return last.texts;
  const texts = withTexts(code, id);
  made.set(id, { code, texts });
  return texts;
}

/** A catalogue as a module: compiled texts by id. English asked for as `?pseudo` is the pseudo-language. */
async function catalogueModule(id: string): Promise<string> {
  const [file = id, query] = id.split('?');
  const found = getCatalogForFile(path.relative(ROOT, file), await getCatalogs(linguiConfig));
  if (!found) throw new Error(`${file} is not a catalogue.`);
  const options = { sourceLocale: SOURCE_LANGUAGE, fallbackLocales: {} };
  const { messages } = await found.catalog.getTranslations(found.locale, options);
  const mapText = query === 'pseudo' ? pseudoText : undefined;
  const texts = Object.entries(messages).filter(([, text]) => text);
  const compiled = texts.map(([key, text]) => [key, compileMessageOrThrow(text, mapText)]);
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(compiled)))});`;
}

/** Names the chunk of a catalogue, so that a browser gets each by itself. Undefined for any other module. */
export function catalogueChunk(id: string): string | undefined {
  const [, language, noun, query] = /\/app\/words\/([\w-]+)\/([\w-]+)\.po(\?pseudo)?$/.exec(id) ?? [];
  return noun && `words-${query ? 'pseudo' : language}-${noun}`;
}

/** For the app, its tests and both builds. */
export function words(): Plugin {
  return {
    name: 'muster-words',
    enforce: 'pre',
    load: (id) => (CATALOGUE.test(id) ? catalogueModule(id) : null),
    async transform(code, id, options) {
      const module = fileOf(id);
      if (!/\.tsx?$/.test(module)) return null;
      const file = path.relative(ROOT, module).split(path.sep).join('/');
      const nouns = ROUTE.test(file) && !options?.ssr ? nounsOf(ROOT, module) : [];
      const asked = `\nimport { needWords } from '#app/words/load.client';\nneedWords(${JSON.stringify(nouns)});\n`;
      const texts = MACRO.test(code) ? await textsOf(code, module) : null;
      return nouns.length > 0 ? { map: null, ...texts, code: (texts?.code ?? code) + asked } : texts;
    },
  };
}
