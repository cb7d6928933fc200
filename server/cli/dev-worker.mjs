/** `npm run dev:worker`: the Workers build on http://127.0.0.1:8787, with a database of its own under `.data/worker`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from './setup.mjs';

const PORT = 8787;
const folder = path.join(ROOT, '.data/worker');

await ensureInstalled();
await ensureBuilt('worker');
mkdirSync(folder, { recursive: true });
const { tsImport } = await import('tsx/esm/api');
const { startWorker } = await tsImport('../../tests/helpers/worker.ts', import.meta.url);
const worker = await startWorker({ folder, port: PORT });
console.log(`Muster on Workers is ready at ${worker.url}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await worker[Symbol.asyncDispose]();
    process.exit(0);
  });
}
