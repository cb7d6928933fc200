/**
 * `npm test`: installs and builds what is missing, runs every check, and ends with the line `N passed, N failed`.
 * `npm test -- tests/domain` runs only the test files whose path contains one of the words given.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowsers, ensureBuilt, ensureInstalled, NPM, ROOT, run } from '../server/cli/setup.mjs';

const filters = process.argv.slice(2);

/** Suites that run what was built. */
const NEEDS_BUILD = ['tests/http', 'tests/browser', 'tests/targets'];
const needsBuild =
  filters.length === 0 || NEEDS_BUILD.some((folder) => filters.some((word) => folder.includes(word) || word.includes(folder)));

const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

/** One entry for each check and each suite. */
const results = [];
/** Titles of the journeys that passed, but not at their first try. */
const retried = [];

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

function suiteOf(file) {
  const [, folder] = path.relative(ROOT, file).split(path.sep);
  return folder.includes('.') ? 'architecture' : folder;
}

/** Adds up Vitest's report by suite. A file that could not be loaded has no tests, and counts as one that failed.
 *  @returns {number} how many failed */
function noteReport({ testResults }) {
  const suites = new Map();
  for (const { name, status, assertionResults } of testResults) {
    const suite = suites.get(suiteOf(name)) ?? { passed: 0, failed: 0 };
    const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length;
    suite.passed += count('passed');
    suite.failed += count('failed') || (status === 'failed' ? 1 : 0);
    // What passed has messages of the tries before.
    const again = assertionResults.filter((test) => test.status === 'passed' && test.failureMessages.length > 0);
    retried.push(...again.map(({ title }) => title));
    suites.set(suiteOf(name), suite);
  }
  for (const [name, { passed, failed }] of suites) note(`${name}: ${passed} passed, ${failed} failed`, passed, failed);
  return [...suites.values()].reduce((sum, { failed }) => sum + failed, 0);
}

/** Runs suites and notes what is reported of them. A run that ends badly without naming a failed test is itself a failure.
 *  @param name of the run, for its report */
async function runSuites(name, projects, { stdio = 'inherit' } = {}) {
  const report = path.join(ROOT, `build/test-report-${name}.json`);
  rmSync(report, { force: true });
  mkdirSync(path.dirname(report), { recursive: true });
  const args = ['run', '--config', 'tests/vitest.config.ts', '--passWithNoTests', '--reporter=default', '--reporter=json'];
  args.push(`--outputFile.json=${report}`, ...projects.map((project) => `--project=${project}`), ...filters);
  const vitest = spawn(process.execPath, [VITEST, ...args], { cwd: ROOT, stdio });
  let output = '';
  for (const stream of [vitest.stdout, vitest.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const [status] = await once(vitest, 'close');
  if (output) console.log(output);
  const failed = existsSync(report) ? noteReport(JSON.parse(readFileSync(report, 'utf8'))) : 0;
  if (status !== 0 && failed === 0) note(`the run of ${name}`, 0, 1);
}

const QUICK = ['domain', 'app', 'server', 'http', 'architecture'];

/** One after the other, each with two workers: journeys that share the machine with other suites wait for it, and some are tried again.
 *  The build for Workers takes what they leave of it. */
async function runAll() {
  const built = prepare('build', async () => needsBuild && ensureBuilt('node'));
  if (filters.length === 0) await runChecks();
  await built;
  await runSuites('quick', QUICK);
  const targets = prepare('build for Workers', async () => needsBuild && ensureBuilt('worker')).then(() =>
    runSuites('targets', ['targets'], { stdio: 'pipe' }),
  );
  await runSuites('journeys', ['browser']);
  await targets;
}

await prepare('install', ensureInstalled);
const browsers = needsBuild ? await prepare('Chromium', ensureBrowsers) : undefined;
if (browsers?.chromium) Object.assign(process.env, { CHROMIUM_PATH: browsers.chromium, HEADLESS_SHELL_PATH: browsers.shell });
await runAll();

const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
const [passed, failed] = [total('passed'), total('failed')];
if (passed + failed === 0) console.log(`No test file matches ${filters.join(' ')}.`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
for (const result of results) if (result.failed > 0) console.log(`FAILED  ${result.name}`);
if (retried.length > 0)
  console.log(`${retried.length} ${retried.length === 1 ? 'journey' : 'journeys'} needed a second try: ${retried.join('; ')}`);
console.log(`${passed} passed, ${failed} failed`);
