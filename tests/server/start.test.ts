/** What cannot start says so in a sentence. */
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { startProgram } from '../helpers/program';
import { tempFolder } from '../helpers/temp-folder';

test.each(['start', 'dev'])('an older Node is told by `npm run %s` which one is needed', async (name) => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); import('./server/cli/${name}.mjs')`;
  const program = startProgram(process.execPath, ['--input-type=module', '--eval', older], {});
  expect(await program.ended).toBe(1);
  expect(program.output()).toBe('Muster needs Node 20.19 or later. This is Node 18.20.4.\n');
});

async function dev(folder: string, env: Record<string, string>): Promise<string> {
  const settings = { NODE_ENV: 'development', DATABASE_URL: `file:${folder}/muster.db`, ...env };
  const program = startProgram(process.execPath, ['server/cli/dev.mjs'], settings);
  expect(await program.ended).toBe(1);
  expect(program.output()).not.toContain('    at ');
  return program.output();
}

test('the server of developers says plainly that its port is taken or no number, and that its folder cannot be used', async () => {
  using folder = tempFolder();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  expect(await dev(folder.path, { PORT: String(port) })).toContain('set PORT to another number');
  taken.close();
  expect(await dev(folder.path, { PORT: 'abc' })).toContain('PORT must be a whole number');
  expect(await dev('/proc/nowhere', { PORT: '0' })).toContain('The folder /proc/nowhere cannot be made or written');
});
