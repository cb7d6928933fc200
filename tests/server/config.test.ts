/** The environment: the demo of an empty one, the rules of a school's, and every problem at once. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig, type Target } from '#server/config';
import { demoSecret, openDataFolder } from '#server/demo/data-folder';
import { tempFolder } from '../helpers/temp-folder';

const SECRET_KEY = 'x'.repeat(32);
const SCHOOL = { BASE_URL: 'https://attendance.school.org', SECRET_KEY };

function problemsOf(env: Record<string, string>, target?: Target): string[] {
  try {
    readConfig(env, target);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('nothing set is the demo, on this machine only', () => {
  expect(readConfig({})).toEqual({
    baseUrl: 'http://127.0.0.1:3000',
    isDemo: true,
    host: '127.0.0.1',
    port: 3000,
    databaseUrl: 'file:.data/muster.db',
    databaseAuthToken: undefined,
    secretKey: undefined,
    codeTtlMinutes: 15,
    trustProxy: 0,
    logLevel: 'info',
    smtpUrl: undefined,
    mailFrom: undefined,
    vapidKeys: undefined,
    vapidSubject: 'mailto:nobody@localhost',
    webhookInsideHosts: [],
    historyAnchor: undefined,
    languages: ['en'],
  });
});

test('an empty value counts as not set', () => {
  expect(readConfig({ PORT: '', BASE_URL: '', SECRET_KEY: '', HOST: '', LOG_LEVEL: '' })).toEqual(readConfig({}));
});

test('the address follows the port, and its own slash is dropped', () => {
  expect(readConfig({ PORT: '4000' }).baseUrl).toBe('http://127.0.0.1:4000');
  expect(readConfig({ ...SCHOOL, BASE_URL: 'https://Attendance.School.org/' }).baseUrl).toBe('https://attendance.school.org');
});

test.each(['http://localhost:3000', 'http://muster.localhost', 'http://127.0.0.1', 'http://127.8.9.10', 'http://[::1]:3000'])(
  '%s is this machine, so it is the demo',
  (BASE_URL) => {
    expect(readConfig({ BASE_URL }).isDemo).toBe(true);
  },
);

test.each([
  'https://attendance.school.org',
  'http://192.168.1.4:3000',
  'http://127.0.0.1.example.org',
  'http://localhost.example.org',
])('%s is not this machine: never the demo, and a secret is required', (BASE_URL) => {
  expect(readConfig({ BASE_URL, SECRET_KEY }).isDemo).toBe(false);
  expect(problemsOf({ BASE_URL })).toEqual(['SECRET_KEY must be set to a random text of at least 32 characters.']);
  expect(problemsOf({ BASE_URL, SECRET_KEY: 'x'.repeat(31) })).toEqual(['SECRET_KEY must have at least 32 characters.']);
});

test('the demo does not listen where other machines reach it', () => {
  expect(problemsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringContaining('HOST 0.0.0.0 is open to other machines')]);
  expect(problemsOf({ HOST: '::1' })).toEqual([]);
  expect(readConfig({ ...SCHOOL, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
});

test.each([
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000x'],
  ['ATTENDANCE_CODE_TTL_MINUTES', '1441'],
  ['ATTENDANCE_CODE_TTL_MINUTES', '1.5'],
  ['TRUST_PROXY', '11'],
  ['TRUST_PROXY', 'true'],
  ['LOG_LEVEL', 'verbose'],
  ['DATABASE_URL', 'muster.db'],
  ['DATABASE_URL', 'postgres://db'],
  ['DATABASE_URL', 'file:'],
  ['BASE_URL', 'attendance.school.org'],
  ['BASE_URL', 'ftp://school.org'],
  ['BASE_URL', 'https://school.org/attendance'],
  ['BASE_URL', 'https://user@school.org'],
  ['BASE_URL', 'https://'],
  ['SMTP_URL', 'mail.school.org'],
  ['SMTP_URL', 'https://mail.school.org'],
  ['SMTP_URL', 'smtp://'],
  ['HISTORY_ANCHOR', 'ftp://audit.school.org/heads'],
  ['HISTORY_ANCHOR', 'https://user:secret@audit.school.org/heads'],
  ['MAIL_FROM', 'School'],
  ['MAIL_FROM', 'School <attendance@school.org'],
  ['MAIL_FROM', 'School <a@school.org>\r\nBcc: b@school.org'],
])('%s=%s is refused, and only that is reported', (name, value) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} must .*\\.$`));
});

test.each([
  ['PORT', '0', { port: 0 }],
  ['PORT', '65535', { port: 65_535 }],
  ['ATTENDANCE_CODE_TTL_MINUTES', '0', { codeTtlMinutes: 0 }],
  ['ATTENDANCE_CODE_TTL_MINUTES', '1440', { codeTtlMinutes: 1440 }],
  ['TRUST_PROXY', '10', { trustProxy: 10 }],
  ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ['DATABASE_URL', 'http://127.0.0.1:8080', { databaseUrl: 'http://127.0.0.1:8080' }],
])('%s=%s is accepted', (name, value, expected) => {
  expect(readConfig({ [name]: value })).toMatchObject(expected);
});

test.each(['libsql://school.turso.io', 'wss://school.turso.io'])(
  'the database %s is a school’s, never the demo’s',
  (databaseUrl) => {
    expect(readConfig({ ...SCHOOL, DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl, isDemo: false });
    expect(problemsOf({ DATABASE_URL: databaseUrl })).toEqual([expect.stringContaining('BASE_URL must be set')]);
  },
);

test('mail needs a server and a sender, and a Worker has no mail', () => {
  const mail = { SMTP_URL: 'smtps://user:secret@mail.school.org:465', MAIL_FROM: 'School <attendance@school.org>' };
  expect(readConfig({ ...SCHOOL, ...mail })).toMatchObject({ smtpUrl: mail.SMTP_URL, mailFrom: mail.MAIL_FROM });
  expect(problemsOf({ ...SCHOOL, SMTP_URL: mail.SMTP_URL })).toEqual([
    'MAIL_FROM must be set to the address that mails come from.',
  ]);
  expect(problemsOf({ ...SCHOOL, DATABASE_URL: 'https://db.school.org', ...mail }, 'worker')).toEqual([
    expect.stringContaining('SMTP_URL cannot be used here'),
  ]);
});

test('every problem is listed at once', () => {
  const env = { BASE_URL: 'school', PORT: 'x', TRUST_PROXY: '99', LOG_LEVEL: 'loud', DATABASE_URL: 'x', SECRET_KEY: 'short' };
  expect(problemsOf(env)).toHaveLength(6);
  expect(() => readConfig(env)).toThrow(/BASE_URL.*PORT.*DATABASE_URL.*SECRET_KEY.*TRUST_PROXY.*LOG_LEVEL/s);
});

test('a Worker has to be told its address, its secret and its server', () => {
  expect(problemsOf({}, 'worker')).toHaveLength(3);
  expect(problemsOf({ ...SCHOOL, DATABASE_URL: 'file:muster.db' }, 'worker')).toEqual([
    expect.stringContaining('cannot be a file'),
  ]);
  expect(problemsOf({ ...SCHOOL, DATABASE_URL: 'https://db.school.org' }, 'worker')).toEqual([]);
});

test("the demo's secret is made once, for its owner's eyes only", () => {
  using folder = tempFolder();
  const secret = demoSecret(folder.path);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(path.join(folder.path, 'secret-key')).mode & 0o777).toBe(0o600);
  expect(demoSecret(folder.path)).toBe(secret);
  expect(readFileSync(path.join(folder.path, 'secret-key'), 'utf8')).toBe(secret);
});

test('the data folder is the one of the database file, and is made when missing', () => {
  using folder = tempFolder();
  const data = path.join(folder.path, 'a/b');
  expect(openDataFolder(`file:${data}/muster.db?mode=rwc`)).toBe(data);
  expect(openDataFolder(`file://${data}/muster.db`)).toBe(data);
  expect(existsSync(data)).toBe(true);
});

test('the history is told to a file or an address; a Worker has no files', () => {
  expect(readConfig({ HISTORY_ANCHOR: '/mnt/audit/heads' }).historyAnchor).toBe('/mnt/audit/heads');
  const web = { ...SCHOOL, HISTORY_ANCHOR: 'https://audit.school.org/heads', DATABASE_URL: 'libsql://db.school.org' };
  expect(readConfig(web, 'worker').historyAnchor).toBe(web.HISTORY_ANCHOR);
  expect(problemsOf({ ...web, HISTORY_ANCHOR: '/mnt/audit/heads' }, 'worker')).toEqual([
    'HISTORY_ANCHOR cannot be a file here: there is no disk.',
  ]);
});
