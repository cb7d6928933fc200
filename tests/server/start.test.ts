/** What cannot start says so in a sentence. */
import { createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { greet } from '#server/demo/welcome';
import manifest from '../../package.json' with { type: 'json' };
import { startProgram } from '../helpers/program';
import { SCHOOL_ENV } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

test.each(['start', 'dev', 'install'])('an older Node is told by %s.mjs which one is needed', async (name) => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); import('./server/cli/${name}.mjs')`;
  const program = startProgram(process.execPath, ['--input-type=module', '--eval', older], {});
  expect(await program.ended).toBe(1);
  expect(program.output()).toBe('Muster needs Node 20.19 or later. This is Node 18.20.4.\n');
});

test('every command begins with a program of ours that installs what is missing, or with a command that does', () => {
  const others = Object.entries(manifest.scripts).filter(([, script]) => !/^(node (server|tests)\/|npm run )/.test(script));
  expect(others).toEqual([]);
});

test.each([
  ['in a demo on a terminal', true, true, 2],
  ['in a demo whose output is a file', true, false, 1],
  ['in a school', false, true, 1],
])('%s, Enter prints the logins again only where somebody reads them', (_, isDemo, isTTY, times) => {
  const [input, output] = [Object.assign(new PassThrough(), { isTTY }), new PassThrough()];
  greet('The logins', isDemo, { input, output });
  input.emit('data', '\n');
  expect(String(output.read()).match(/The logins/g)).toHaveLength(times);
});

/** A cold start of the build tools on a busy machine. */
const COLD_START_MS = 120_000;

test('the server of developers says plainly that its port is taken', { timeout: COLD_START_MS }, async () => {
  using folder = tempFolder();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const env = { NODE_ENV: 'development', PORT: String(port), DATABASE_URL: `file:${folder.path}/muster.db` };
  const program = startProgram(process.execPath, ['server/cli/dev.mjs'], env);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('set PORT to another number');
  expect(program.output()).not.toContain('    at ');
  taken.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What is answered to who asks from before the server listens. @throws when it listens and does not answer */
async function firstAnswer(url: string): Promise<Response> {
  const isRefused = ({ cause }: { cause?: { code?: string } }) => cause?.code === 'ECONNREFUSED';
  for (;;) {
    const asked = fetch(url, { signal: AbortSignal.timeout(COLD_START_MS) });
    const answer = await asked.catch((error) => (isRefused(error) ? null : Promise.reject(error)));
    if (answer) return answer;
    await new Promise((later) => setTimeout(later, 10));
  }
}

test('the server of developers answers from the moment it listens, and has the service worker when it is asked for', {
  timeout: COLD_START_MS,
}, async () => {
  using folder = tempFolder();
  const port = String(await freePort());
  const env = { ...SCHOOL_ENV, NODE_ENV: 'development', PORT: port, DATABASE_URL: `file:${folder.path}/muster.db` };
  const program = startProgram(process.execPath, ['server/cli/dev.mjs', '--service-worker'], env);
  expect((await firstAnswer(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  await program.waitFor(/Muster is ready at /, COLD_START_MS);
  const worker = await fetch(`http://127.0.0.1:${port}/sw.js`);
  expect([worker.status, worker.headers.get('Content-Type')]).toEqual([200, 'text/javascript']);
  expect(await worker.text()).toContain('/offline.html');
  await program.end('SIGKILL');
});
