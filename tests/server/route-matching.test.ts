/** React Router, as the build changes it, finds what it finds as it comes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { matchRoutes } from '@remix-run/react';
import { expect, test } from 'vitest';
import { withQuickMatching } from '#server/cli/packages/route-matching-plugin';
import { ROOT } from '../helpers/program';

const asItComes = readFileSync(path.join(ROOT, 'node_modules/@remix-run/router/dist/router.js'), 'utf8');

const ROUTES = [
  {
    id: 'root',
    path: '',
    children: [
      { id: 'ways-in', children: [{ id: 'sign-in', path: 'sign-in' }] },
      {
        id: 'framed',
        children: [
          { id: 'home', index: true },
          { id: 'teach', path: 'teach', index: true },
          { id: 'lesson', path: 'teach/sessions/:id', children: [{ id: 'seats', path: 'seats' }] },
          { id: 'newest', path: 'teach/sessions/newest' },
          { id: 'month', path: 'reports/:year?/month' },
          { id: 'file', path: ':name.txt' },
          { id: 'files', path: 'files/*' },
          { id: 'mixed', path: 'Über/Uns', caseSensitive: true },
          { id: 'elsewhere', path: '*' },
        ],
      },
    ],
  },
];

const ADDRESSES = [
  ...[
    '/',
    '//',
    '/sign-in',
    '/SIGN-IN/',
    '//sign-in',
    '/sign-in/more',
    '/teach',
    '/teach/',
    '/teach/sessions',
    '/teach/sessions/7',
  ],
  ...[
    '/teach/sessions/newest',
    '/teach/sessions/7/seats',
    '/teach/sessions/a%2Fb/Seats',
    '/reports/month',
    '/reports/2026/month',
  ],
  ...['/robots.txt', '/files', '/files/', '/files/a/b', '/%C3%9Cber/Uns', '/%C3%BCber/uns', '/nothing/here', ''],
];

test('the same routes are found, on the first time and again', async () => {
  const changed = `data:text/javascript;base64,${Buffer.from(withQuickMatching(asItComes)).toString('base64')}`;
  const ours: { matchRoutes: typeof matchRoutes } = await import(/* @vite-ignore */ changed);
  const found = (match: typeof matchRoutes) =>
    ADDRESSES.map((address) => match(ROUTES, address)?.map(({ route, ...rest }) => ({ id: route.id, ...rest })));
  const expected = found(matchRoutes);
  expect(expected.filter(Boolean).length).toBeGreaterThan(20);
  expect(found(ours.matchRoutes)).toEqual(expected);
  expect(found(ours.matchRoutes)).toEqual(expected);
});

test('a React Router that matches in another way is not built', () => {
  expect(() => withQuickMatching(asItComes.replace('rankRouteBranches(branches);', ''))).toThrow('in another way now');
});
