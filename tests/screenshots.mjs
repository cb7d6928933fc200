/** `npm run screenshots`: makes the pictures of the README and of the app's manifest from the demo school. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, ROOT } from '../server/cli/setup.mjs';

await ensureInstalled();
await ensureBuilt('node');
const program = path.join(ROOT, 'tests/screenshots.ts');
const { status } = spawnSync(process.execPath, ['--import', 'tsx', program], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
