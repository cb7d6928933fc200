/** Builds one target: `node server/cli/build.mjs node|worker`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { buildServiceWorker } from './build-sw.mjs';
import { hashSources, ROOT, stampBuild } from './setup.mjs';

/** What compresses well; images and fonts are compressed already. */
const COMPRESSIBLE = /\.(css|html|js|json|svg|txt|webmanifest)$/;
/** Shorter files fit a packet as they are. */
const MIN_BYTES = 512;

const target = process.argv[2] === 'worker' ? 'worker' : 'node';

function buildWithVite() {
  const cli = path.join(ROOT, 'node_modules/@remix-run/dev/dist/cli.js');
  const env = { ...process.env, NODE_ENV: 'production', TARGET: target };
  const { status } = spawnSync(process.execPath, [cli, 'vite:build'], { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Writes `.br` and `.gz` beside a file, once and as small as can be, so that serving it costs nothing. */
async function compress(file) {
  const content = readFileSync(file);
  if (content.length < MIN_BYTES) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(content, { params }), promisify(gzip)(content, { level: 9 })]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}

async function compressClient() {
  const entries = readdirSync(path.join(ROOT, 'build/client'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name) && !entry.parentPath.includes('.vite'));
  await Promise.all(files.map((entry) => compress(path.join(entry.parentPath, entry.name))));
}

const sources = hashSources();
buildWithVite();
await buildServiceWorker(path.join(ROOT, target === 'node' ? 'build/client' : 'build-worker/client'), ROOT);
if (target === 'node') await compressClient();
stampBuild(target, sources);
