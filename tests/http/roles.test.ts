/** What an address answers to somebody: one's own pages, those of another role, what is not there, and where a stranger is led. What is
 *  seen of it is in `browser/roles.test.ts`. */
import { afterAll, expect, test } from 'vitest';
import { query } from '../helpers/database-file';
import { signInCookie } from '../helpers/live-class';
import { dataOf } from '../helpers/pages';
import { startServer } from '../helpers/server';

const server = await startServer();
afterAll(() => server[Symbol.asyncDispose]());

type Role = 'student' | 'teacher' | 'assistant' | 'admin';
const cookieOf = (role: Role) => signInCookie(server.url, `${role}@demo.school`);

const ask = (path: string, cookie = '') => fetch(server.url + path, { redirect: 'manual', headers: { cookie } });

/** What each page answers. It is asked for without its frame, which says nothing of who may see it. */
async function answersTo(cookie: string, paths: string[]): Promise<[string, number][]> {
  const answers: [string, number][] = [];
  for (const path of paths) answers.push([path, (await ask(dataOf(path), cookie)).status]);
  return answers;
}

test.each([
  ['teacher', '/teach'],
  ['assistant', '/teach'],
  ['admin', '/admin'],
] as const)('the first page leads a %s home to %s', async (role, home) => {
  const { status, headers } = await ask('/', await cookieOf(role));
  expect([status, headers.get('Location')]).toEqual([302, home]);
});

const OWN = {
  student: ['/', '/scan', '/timetable', '/attendance', '/leave', '/profile', '/profile/notifications'],
  teacher: [
    '/teach',
    '/teach/sections',
    '/teach/sessions/new',
    '/teach/corrections',
    '/teach/corrections/leave',
    '/teach/announcements',
    '/teach/announcements/new',
    '/timetable',
    '/profile',
  ],
  admin: [
    '/admin',
    '/admin/live',
    '/admin/reports',
    '/admin/corrections',
    '/admin/corrections/leave',
    '/admin/announcements',
    '/admin/deliveries',
    '/profile',
  ],
};
const CLOSED = {
  student: [
    '/teach',
    '/teach/sessions/new',
    '/teach/sessions/1',
    '/teach/corrections',
    '/teach/announcements',
    '/admin',
    '/admin/live',
  ],
  teacher: ['/admin', '/admin/live', '/admin/reports', '/admin/deliveries', '/scan', '/attendance', '/leave'],
  admin: ['/scan', '/attendance', '/leave'],
};

test.each(['student', 'teacher', 'admin'] as const)('a %s opens their own pages and is refused the others', async (role) => {
  const cookie = await cookieOf(role);
  expect(await answersTo(cookie, OWN[role])).toEqual(OWN[role].map((path) => [path, 200]));
  expect(await answersTo(cookie, CLOSED[role])).toEqual(CLOSED[role].map((path) => [path, 403]));
});

/** A class session whose staff the assistant is not of. */
const OF_OTHERS = `select cs.id from class_sessions cs where section_id not in
  (select st.section_id from section_staff st join users u on u.id = st.user_id where u.email = 'assistant@demo.school') limit 1`;

test('what is not there, and what one may not know of, are the same', async () => {
  const [other] = await query<{ id: number }>(server.dbPath, OF_OTHERS);
  const paths = ['/nowhere', '/teach/sessions/99999999', '/teach/sessions/abc', `/teach/sessions/${other?.id}`];
  expect(await answersTo(await cookieOf('assistant'), paths)).toEqual(paths.map((path) => [path, 404]));
});

test.each(['/scan', '/attendance', '/profile', '/teach', '/teach/sessions/1', '/admin', '/admin/live'])(
  '%s asks a stranger to sign in, and knows where they wanted to go',
  async (path) => {
    const { status, headers } = await ask(path);
    expect([status, headers.get('Location')]).toEqual([302, `/sign-in?next=${encodeURIComponent(path)}`]);
  },
);
