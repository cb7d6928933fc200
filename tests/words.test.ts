/** The catalogues that translators get are those of the code: no text is missing, none is left over. */
import path from 'node:path';
import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';
import { ROOT } from './helpers/program';

const config = getConfig({ configPath: path.join(ROOT, 'server/cli/words/lingui.config.ts') });

test('the English catalogues hold every text of the code (npm run words)', async () => {
  for (const catalogue of await getCatalogs(config)) {
    const [found, kept] = [(await catalogue.collect()) ?? {}, (await catalogue.read('en')) ?? {}];
    expect(Object.keys(kept).sort(), catalogue.path).toEqual(Object.keys(found).sort());
    for (const { message } of Object.values(found)) expect(() => compileMessageOrThrow(message ?? '')).not.toThrow();
  }
});
