/** `npm run bench -- <name>`: builds what is stale and runs one benchmark; without a name it lists them. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from '../../server/cli/setup.mjs';

const FOLDER = path.join(ROOT, 'tests/bench');
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));

const [name, ...args] = process.argv.slice(2);
if (!names.includes(name)) {
  console.log(`Usage: npm run bench -- <name>\n\n${names.map((known) => `  ${known}`).join('\n')}`);
  process.exit(name === undefined ? 0 : 1);
}
await ensureInstalled();
await ensureBuilt('node');
const file = path.join(FOLDER, `${name}.ts`);
const { status } = spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
