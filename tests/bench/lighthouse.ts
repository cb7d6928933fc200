/**
 * What Lighthouse says of pages on a phone, signed in, each figure the median of three. Its package weighs more than the product's own
 * tools together, so it is installed beside the project when this is first run. Arguments choose among the pages by their names.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { chromium, request } from 'playwright-core';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { ROOT } from '../helpers/program';
import { startServer } from '../helpers/server';
import { crowdClass } from './helpers/crowded-class';
import { alignedTable, machineLine, median } from './helpers/measure';

const VERSION = '12.8.2';
const FOLDER = path.join(ROOT, '.cache/lighthouse');
const ROUNDS = 3;
const PORT = 9_223;

const CATEGORIES = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 } as const;
type Category = keyof typeof CATEGORIES;
const NAMES = Object.keys(CATEGORIES) as Category[];

type Audit = { score: number | null; title: string; numericValue?: number };
type Report = {
  categories: Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};
type Lighthouse = (url: string, flags: Record<string, unknown>) => Promise<{ lhr: Report }>;

/** @throws when it can neither be found nor installed */
async function loadLighthouse(): Promise<Lighthouse> {
  const entry = path.join(FOLDER, 'node_modules/lighthouse/core/index.js');
  if (!existsSync(entry)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path.join(FOLDER, 'package.json'), '{ "private": true }\n');
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...options, `lighthouse@${VERSION}`], { cwd: FOLDER, stdio: 'inherit' });
  }
  return (await import(pathToFileURL(entry).href)).default;
}

/** What a signed-in browser sends with each request. */
async function cookieOf(url: string, email: string): Promise<string> {
  const context = await request.newContext({ baseURL: url });
  await context.post('/sign-in', { form: { email, password: DEMO_PASSWORD }, maxRedirects: 0 });
  const { cookies } = await context.storageState();
  await context.dispose();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** A whole browser, which answers to Lighthouse. */
function launchFor(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--no-first-run', `--remote-debugging-port=${PORT}`] });
}

/** Why a category has less than it should. */
function faultsIn({ categories, audits }: Report): string[] {
  return NAMES.filter((name) => name !== 'performance').flatMap((name) => {
    const failed = categories[name].auditRefs.filter(({ id, weight }) => weight > 0 && audits[id]?.score === 0);
    return failed.map(({ id }) => `${name}: ${audits[id]?.title} (${id})`);
  });
}

/** What it says of one page, each time anew. */
async function reportsOf(lighthouse: Lighthouse, address: string, cookie: string | null): Promise<Report[]> {
  const extraHeaders = cookie === null ? {} : { Cookie: cookie };
  const reports: Report[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { lhr } = await lighthouse(address, { port: PORT, logLevel: 'error', extraHeaders, onlyCategories: NAMES });
    reports.push(lhr);
  }
  return reports;
}

function rowOf(page: string, reports: Report[]): string[] {
  const scores = NAMES.map((name) => median(reports.map(({ categories }) => Math.round(categories[name].score * 100))));
  const msOf = (audit: string) => median(reports.map(({ audits }) => Math.round(audits[audit]?.numericValue ?? 0)));
  const isKept = NAMES.every((name, n) => Number(scores[n]) >= CATEGORIES[name]);
  const figures = [...scores, msOf('largest-contentful-paint'), msOf('total-blocking-time')];
  return [page, ...figures.map(String), isKept ? 'kept' : 'missed'];
}

const lighthouse = await loadLighthouse();
await using server = await startServer();
const id = await crowdClass(server);
const [student, teacher, admin] = ['student', 'teacher', 'admin'].map((name) => `${name}@demo.school`);
const PAGES: [name: string, address: string, email: string | undefined][] = [
  ['sign-in', '/sign-in', undefined],
  ["student's home", '/', student],
  ['scan', '/scan', student],
  ['attendance', '/attendance', student],
  ['register of 500', `/teach/sessions/${id}`, teacher],
  ['people', '/admin/people', admin],
  ['reports', '/admin/reports', admin],
  ['report of students', '/admin/reports/students', admin],
  ['report of class sessions', '/admin/reports/sessions', admin],
  ['registers not taken', '/admin/reports/registers', admin],
];
const asked = process.argv.slice(2);
const browser = await launchFor();
try {
  const rows: string[][] = [];
  const faults: string[] = [];
  for (const [name, address, email] of PAGES.filter(([one]) => asked.length === 0 || asked.includes(one))) {
    const cookie = email ? await cookieOf(server.url, email) : null;
    const reports = await reportsOf(lighthouse, server.url + address, cookie);
    rows.push(rowOf(name, reports));
    faults.push(
      ...reports
        .slice(0, 1)
        .flatMap(faultsIn)
        .map((fault) => `${name}: ${fault}`),
    );
  }
  console.log(`\n${machineLine()}\nLighthouse ${VERSION}, mobile; medians of ${ROUNDS}\n`);
  const head = ['page', ...NAMES.map((name) => `${name} ≥ ${CATEGORIES[name]}`), 'LCP ms', 'blocked ms', ''];
  console.log(`${alignedTable([head, ...rows])}\n`);
  if (faults.length > 0) console.log(`${faults.join('\n')}\n`);
} finally {
  await browser.close();
}
