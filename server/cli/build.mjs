/** Builds one target: `node server/cli/build.mjs node|worker`. Both have the same client: that for Workers is a copy of Node's. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { buildServiceWorker } from './build-sw.mjs';
import { ensureBuilt, hashSources, ROOT, stampBuild } from './setup.mjs';

/** What compresses well; images and fonts are compressed already. */
const COMPRESSIBLE = /\.(css|html|js|json|svg|txt|webmanifest)$/;
/** Of shorter files the header that names the encoding outweighs what it saves. */
const MIN_BYTES = 128;

const target = process.argv[2] === 'worker' ? 'worker' : 'node';
const CLIENT = path.join(ROOT, 'build/client');
/** What Vite notes of the client's files for the server's build. */
const CLIENT_MANIFEST = path.join(ROOT, 'build/.vite/client-manifest.json');

/** Runs a command-line program of `node_modules`, for the target. Ends this one when it fails. */
function runCli(file, ...args) {
  const env = { ...process.env, NODE_ENV: 'production', TARGET: target };
  const { status } = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', file), ...args], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
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
  const entries = readdirSync(CLIENT, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name));
  await Promise.all(files.map((entry) => compress(path.join(entry.parentPath, entry.name))));
}

async function buildForNode() {
  runCli('@remix-run/dev/dist/cli.js', 'vite:build');
  await buildServiceWorker(CLIENT, ROOT);
  await compressClient();
}

/** Workers compress what they serve themselves. */
async function buildForWorkers() {
  await ensureBuilt('node');
  const [folder, client] = [path.join(ROOT, 'build-worker'), path.join(ROOT, 'build-worker/client')];
  rmSync(folder, { recursive: true, force: true });
  cpSync(CLIENT, client, { recursive: true, filter: (file) => !/\.(br|gz)$/.test(file) });
  cpSync(CLIENT_MANIFEST, path.join(client, '.vite/manifest.json'));
  runCli('vite/bin/vite.js', 'build', '--ssr', '--emptyOutDir');
  rmSync(path.join(client, '.vite'), { recursive: true });
}

const sources = hashSources();
await (target === 'node' ? buildForNode() : buildForWorkers());
stampBuild(target, sources);
