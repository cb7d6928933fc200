/**
 * `npm test`: installs and builds what is missing, runs every check, and ends with the line `N passed, N failed`.
 * `npm test -- tests/domain` runs only the test files whose path contains one of the words given.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureChromium, ensureInstalled, NPM, ROOT, run } from '../server/cli/setup.mjs';

const filters = process.argv.slice(2);

/** Suites that run what was built. */
const NEEDS_BUILD = ['tests/http', 'tests/browser', 'tests/targets'];
const needsBuild =
  filters.length === 0 || NEEDS_BUILD.some((folder) => filters.some((word) => folder.includes(word) || word.includes(folder)));

const REPORT = path.join(ROOT, 'build/test-report.json');

/** One entry for each check and each suite. */
const results = [];

function note(name, passed, failed, output = '') {
  results.push({ name, passed, failed });
  if (failed > 0 && output) console.log(`\n${output.trim()}\n`);
  console.log(`${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
}

/** A script of package.json that passes or fails as a whole. */
async function check(name, script) {
  const { code, output, ms } = await run(NPM, ['run', '--silent', script]);
  note(`${name} (${(ms / 1000).toFixed(1)} s)`, code === 0 ? 1 : 0, code === 0 ? 0 : 1, output);
}

/** Set-up proves nothing, so it counts only where it fails. */
async function prepare(name, work) {
  try {
    return await work();
  } catch (error) {
    note(name, 0, 1, error.message);
  }
}

async function runChecks() {
  await check('lint', 'lint');
  await check('types', 'typecheck');
  await check('unused code', 'knip');
}

async function build() {
  await prepare('build', () => ensureBuilt('node'));
  await prepare('build for Workers', () => ensureBuilt('worker'));
}

function suiteOf(file) {
  const [, folder] = path.relative(ROOT, file).split(path.sep);
  return folder.includes('.') ? 'architecture' : folder;
}

/** Adds up Vitest's report by suite. A file that could not be loaded has no tests, and counts as one that failed. */
function noteReport({ testResults }) {
  const suites = new Map();
  for (const { name, status, assertionResults } of testResults) {
    const suite = suites.get(suiteOf(name)) ?? { passed: 0, failed: 0 };
    const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
    suite.passed += count('passed');
    suite.failed += count('failed') || (status === 'failed' ? 1 : 0);
    suites.set(suiteOf(name), suite);
  }
  for (const [name, { passed, failed }] of suites) note(`${name}: ${passed} passed, ${failed} failed`, passed, failed);
}

/** Runs the suites in sight. A run that ends badly without naming a failed test is itself a failure. */
function runSuites(chromium) {
  rmSync(REPORT, { force: true });
  mkdirSync(path.dirname(REPORT), { recursive: true });
  const args = [
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
  ];
  const env = { ...process.env, ...(chromium && { CHROMIUM_PATH: chromium }) };
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, ...args, ...filters], { cwd: ROOT, env, stdio: 'inherit' });
  if (existsSync(REPORT)) noteReport(JSON.parse(readFileSync(REPORT, 'utf8')));
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  if (!existsSync(REPORT) || (status !== 0 && total('failed') === 0)) note('the test run itself', 0, 1);
  if (total('passed') === 0 && total('failed') === 0) note('no test was found', 0, 1);
}

await prepare('install', ensureInstalled);
const chromium = needsBuild ? await prepare('Chromium', ensureChromium) : undefined;
await Promise.all([filters.length === 0 && runChecks(), needsBuild && build()]);
runSuites(chromium);

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
process.exitCode = failed > 0 ? 1 : 0;
for (const result of results) if (result.failed > 0) console.log(`FAILED  ${result.name}`);
console.log(`${passed} passed, ${failed} failed`);
