/** The table of folders holds for the code as it is, and the checker finds what breaks it. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkArchitecture } from './helpers/architecture';
import { ROOT_ENTRIES } from './helpers/architecture-rules';
import { ROOT } from './helpers/program';
import { readSources } from './helpers/sources';

/** Folders that tools and the running product make; git ignores them. */
const MADE = /^(\.git|\.data|\.wrangler|\.cache|node_modules|build.*|\.DS_Store)$/;

test('the code keeps to the table', () => {
  expect(checkArchitecture(readSources(['app', 'db', 'server']))).toEqual([]);
});

test('nothing stands at the root but what belongs there', () => {
  expect(readdirSync(ROOT).filter((name) => !MADE.test(name) && !ROOT_ENTRIES.includes(name))).toEqual([]);
});

/** Findings for files given as `{ path: text }`, as "file: edge". */
function findingsIn(files: Record<string, string>): string[] {
  const sources = Object.entries(files).map(([name, text]) => ({ path: name, text }));
  return checkArchitecture(sources).map(({ file, edge }) => `${file}: ${edge}`);
}

test.each([
  ['server/domain/a.ts', "import { x } from '#db/schema';", 'db/schema'],
  ['server/domain/a.ts', "import type { x } from '../context';", 'server/context'],
  ['server/domain/a.ts', "import { readFileSync } from 'node:fs';", 'node:fs'],
  ['server/domain/a.ts', "export { x } from 'lucia';", 'lucia'],
  ['server/domain/a.ts', "export const load = () => import('drizzle-orm');", 'drizzle-orm'],
  ['server/domain/a.ts', "export type X = import('drizzle-orm').SQL;", 'drizzle-orm'],
  ['db/a.ts', "import { x } from '#server/services/a';", 'server/services/a'],
  ['server/services/a.ts', "import { x } from '@trpc/server';", '@trpc/server'],
  ['server/services/a.ts', "import { x } from '#server/config';", 'server/config'],
  ['server/services/a.ts', "import { x } from '../auth/sign-in';", 'server/auth/sign-in'],
  ['server/auth/a.ts', "import { x } from '#server/services/a';", 'server/services/a'],
  ['server/trpc/a.ts', "import { x } from '#db/schema';", 'db/schema'],
  ['server/http/handler.ts', "import { x } from '#app/root';", 'app/root'],
  ['app/routes/a.tsx', "import { x } from '#server/services/a';", 'server/services/a'],
  ['app/routes/a.tsx', "import { x } from '#db/client';", 'db/client'],
  ['app/components/a.tsx', "import { x } from '../trpc/caller.server';", 'app/trpc/caller.server.ts'],
  ['app/trpc/client.ts', "import { x } from '#server/trpc/router';", 'server/trpc/router'],
  ['app/offline/a.ts', "import { useState } from 'react';", 'react'],
  ['app/sw/a.ts', "import { x } from '#app/components/a';", 'app/components/a'],
  ['server/trpc/a.ts', "import { x } from 'remix';", 'remix'],
  ['app/other/a.ts', 'export const x = 1;', ''],
])('%s with %s is found', (file, text, edge) => {
  expect(findingsIn({ 'app/trpc/caller.server.ts': '', [file]: text })).toEqual([`${file}: ${edge}`]);
});

test.each([
  ['server/domain/a.ts', 'const x = Date.now();', 'Date.now'],
  ['server/domain/a.ts', 'const x = new Date();', 'new Date()'],
  ['server/domain/a.ts', 'const x = Math.random();', 'Math.random'],
  ['server/domain/a.ts', "const x = fetch('/');", 'fetch'],
  ['server/domain/a.ts', 'const x = process.pid;', 'process'],
  ['server/services/a.ts', 'const x = process.env.SECRET_KEY;', 'process.env'],
  ['app/components/a.tsx', "const x = new Intl.NumberFormat('en');", 'Intl.NumberFormat'],
  ['app/words/a.ts', "const x = (1234).toLocaleString('en');", '.toLocaleString()'],
  ['server/services/a.ts', 'const x = (db) => db.transaction(async () => 1);', '.transaction()'],
])('%s with %s is found', (file, text, edge) => {
  expect(findingsIn({ [file]: text })).toEqual([`${file}: ${edge}`]);
});

test.each([
  ['server/domain/a.ts', '// Date.now() and fetch() are not for here\nconst text = "process.env";'],
  ['server/domain/a.ts', 'const x = (at: number) => new Date(at);'],
  ['server/domain/a.ts', 'type Port = { fetch: () => void };\nconst use = (port: Port) => port.fetch();'],
  ['server/config.ts', 'const x = process.env;'],
  ['app/trpc/client.ts', "import type { AppRouter } from '#server/trpc/router';"],
  ['server/node.ts', "import { readFileSync } from 'node:fs';"],
])('%s with %s is allowed', (file, text) => {
  expect(findingsIn({ [file]: text })).toEqual([]);
});

test('a circle of imports is found, one of types is not', () => {
  const circle = (keyword: string) => ({
    'server/domain/a.ts': `${keyword} { b } from './b';`,
    'server/domain/b.ts': `${keyword} { c } from '#domain/c';`,
    'server/domain/c.ts': `${keyword} { a } from './a';`,
  });
  const edge = 'server/domain/a.ts → server/domain/b.ts → server/domain/c.ts → server/domain/a.ts';
  expect(findingsIn(circle('import'))).toEqual([`server/domain/a.ts: ${edge}`]);
  expect(findingsIn(circle('import type'))).toEqual([]);
});

test('a file of more than 300 lines is found', () => {
  const lines = (count: number) => 'const x = 1;\n'.repeat(count);
  const files = { 'server/domain/a.ts': lines(300), 'server/domain/b.ts': lines(301) };
  expect(findingsIn(files)).toEqual(['server/domain/b.ts: 301 lines']);
});
