/**
 * What `npm start` and `npm test` do before anything else: install what is missing, build what is stale, find a Chromium.
 * Plain Node without dependencies, because it runs before there are any.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a build is made from. */
const SOURCES = ['app', 'db', 'public', 'server', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts'];

export const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const CHROMIUM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Runs a program in the project's folder and collects what it prints. Never rejects: `code` is 1 when it cannot be started.
 *  @returns {Promise<{ code: number, output: string, ms: number }>} */
export function run(command, args, env = {}) {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const end = (code) => resolve({ code: code ?? 1, output, ms: Date.now() - startedAt });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => {
      output += error.message;
      end(1);
    });
    child.on('close', end);
  });
}

const SECOND_MS = 1_000;
/** Where lines cannot be written over, a log that fills up says less. */
const LINE_EVERY_SECONDS = 15;

/** Tells how long a step has taken so far, so that nobody takes it for stuck: on a terminal in place, elsewhere with a line now and then.
 *  @returns what ends this */
function showProgress(title) {
  const { stdout } = process;
  const startedAt = Date.now();
  const show = () => {
    const seconds = Math.round((Date.now() - startedAt) / SECOND_MS);
    if (stdout.isTTY) stdout.write(`\r${title} … ${seconds} s`);
    else if (seconds % LINE_EVERY_SECONDS === 0) console.log(`${title} … ${seconds} s`);
  };
  stdout.write(stdout.isTTY ? `${title} …` : `${title} …\n`);
  const timer = setInterval(show, SECOND_MS);
  return () => {
    clearInterval(timer);
    if (stdout.isTTY) stdout.write('\n');
  };
}

/** Runs one step of the set-up. What it printed is shown only when it fails.
 *  @throws then */
async function step(title, command, args, env) {
  const endProgress = showProgress(title);
  const { code, output } = await run(command, args, env);
  endProgress();
  if (code !== 0) throw new Error(`${title} failed: ${command} ${args.join(' ')}\n${output}`);
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Whether every package of the lock is there in its version. Optional ones may be for other platforms. */
function isInstalled() {
  const installed = readJson(path.join(ROOT, 'node_modules/.package-lock.json'))?.packages;
  if (!installed) return false;
  const wanted = Object.entries(readJson(path.join(ROOT, 'package-lock.json')).packages);
  return wanted.every(
    ([name, { version, optional, devOptional }]) => !name || optional || devOptional || installed[name]?.version === version,
  );
}

/** Whether the dependencies are those of another working copy. npm would empty that one's folder through the link. */
function isLinked() {
  return lstatSync(path.join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** An older Node fails far in, with words that help nobody.
 *  @throws when this one is older than package.json allows */
function requireNode() {
  const wanted = readJson(path.join(ROOT, 'package.json')).engines.node.replace('>=', '');
  const [major, minor] = wanted.split('.').map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor < major || (ownMajor === major && ownMinor < minor))
    throw new Error(`Muster needs Node ${wanted} or later. This is Node ${process.versions.node}.`);
}

/** Installs the locked dependencies if any is missing. Without install scripts: every binary comes as a package of its own.
 *  @throws on a Node that is too old */
export async function ensureInstalled() {
  requireNode();
  if (isInstalled() || isLinked()) return;
  await step('Installing dependencies', NPM, ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']);
}

function filesOf(source) {
  const entry = path.join(ROOT, source);
  if (path.extname(source)) return [entry];
  const entries = readdirSync(entry, { recursive: true, withFileTypes: true });
  return entries.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
}

/** Names the state of the sources: the same for the same content. */
export function hashSources() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf).sort())
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function stampFile(target) {
  return path.join(ROOT, target === 'worker' ? 'build-worker' : 'build', '.stamp');
}

/** Notes which sources the build of a target was made from. */
export function stampBuild(target, sources) {
  writeFileSync(stampFile(target), sources);
}

/** Builds a target unless its build was made from the very same sources. */
export async function ensureBuilt(target) {
  const isFresh = existsSync(stampFile(target)) && readFileSync(stampFile(target), 'utf8') === hashSources();
  if (!isFresh)
    await step(`Building for ${target === 'worker' ? 'Workers' : 'Node'}`, process.execPath, ['server/cli/build.mjs', target]);
}

/** Chromium without a window: the same engine, and a third less work for the machine. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** Where the browsers are. `CHROMIUM_PATH` comes first, and then for everything. */
function findBrowsers() {
  const given = process.env.CHROMIUM_PATH;
  const chromium = [given, ...CHROMIUM_PATHS].find((file) => file && existsSync(file));
  return { chromium, shell: !given && existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : chromium };
}

const APT_ENV = { DEBIAN_FRONTEND: 'noninteractive' };
/** A mirror that cannot be reached is not waited for. */
const APT_OPTIONS = ['-y', '-q', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];

async function aptInstall(title, name) {
  await step(title, 'apt-get', ['install', ...APT_OPTIONS, '--no-install-recommends', name], APT_ENV);
}

/** Paths of Chromium and of its headless shell, for which Chromium itself stands in. Both are installed first where that can be done
 *  unasked: on Debian and its children, as root.
 *  @returns {Promise<{ chromium?: string, shell?: string }>} none after saying what to install
 *  @throws when there is no Chromium and it cannot be installed */
export async function ensureBrowsers() {
  const found = findBrowsers();
  const isComplete = found.chromium && found.shell !== found.chromium;
  const mayInstall = !process.env.CHROMIUM_PATH && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!isComplete && mayInstall) {
    // An older list of packages may do.
    await step('Reading the list of system packages', 'apt-get', ['update', ...APT_OPTIONS], APT_ENV).catch(() => undefined);
    if (!found.chromium) await aptInstall('Installing Chromium', 'chromium');
    await aptInstall('Installing its headless shell', 'chromium-headless-shell').catch(() => undefined);
    return findBrowsers();
  }
  if (!found.chromium)
    console.error(
      'No Chromium was found. Install Chromium or Google Chrome, or set CHROMIUM_PATH to the program; then run the tests again.',
    );
  return found;
}
