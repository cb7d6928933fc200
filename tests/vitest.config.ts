/**
 * The suites, one project for each kind: pure rules, the server in this process, the architecture, and what drives a built
 * server with a real browser or runtime. Two files run at a time.
 */
import path from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { words } from '../server/cli/words/vite-plugin';

/** A journey with a cold browser on a busy machine. */
const JOURNEY_TIMEOUT_MS = 120_000;
/** What is stuck, also on a machine that has other things to do. */
const TEST_TIMEOUT_MS = 180_000;

const root = path.resolve(import.meta.dirname, '..');

function suite(
  name: string,
  include: string[],
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { name, include, isolate: false, testTimeout: TEST_TIMEOUT_MS, hookTimeout: TEST_TIMEOUT_MS, ...more },
  };
}

const watchConsole = 'tests/helpers/fail-on-console-error.ts';
const demoSchool = 'tests/helpers/demo-school.ts';
/** A fake camera and a cold browser share two cores with the server: a journey that lost its time to them may try again. */
const journey = {
  retry: 2,
  setupFiles: 'tests/helpers/watch-journeys.ts',
  testTimeout: JOURNEY_TIMEOUT_MS,
  hookTimeout: JOURNEY_TIMEOUT_MS,
  // Each look into a page is work for its browser.
  expect: { poll: { interval: 150 } },
};

/** Files that take longest, so that neither core is left with one of them at the end. */
const LONGEST = [
  'every-page',
  'pwa',
  'badge',
  'whose-device',
  'offline-lesson',
  'announcement',
  'account',
  'new-school',
  'main-job',
  'offline-check-in',
  'scan',
  'accessibility',
  'start',
  'crash',
  'both-ways',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.indexOf(path.basename(moduleId, '.test.ts'));
      return index < 0 ? LONGEST.length : index;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  root,
  plugins: [words()],
  // As in vite.config.ts: package.json names two endings for #app/*, of which Vite would take only the first.
  resolve: { alias: [{ find: /^#app\//, replacement: `${path.join(root, 'app')}/` }] },
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      suite('domain', ['tests/domain/**/*.test.ts']),
      suite('app', ['tests/app/**/*.test.{ts,tsx}']),
      suite('server', ['tests/server/**/*.test.ts'], { setupFiles: [watchConsole, 'tests/helpers/cheap-passwords.ts'] }),
      suite('http', ['tests/http/**/*.test.ts'], { setupFiles: watchConsole, globalSetup: demoSchool }),
      suite('architecture', ['tests/*.test.ts']),
      suite('browser', ['tests/browser/**/*.test.ts'], { ...journey, globalSetup: demoSchool }),
      suite('targets', ['tests/targets/**/*.test.ts'], journey),
    ],
  },
});
