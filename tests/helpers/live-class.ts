/** The demo teacher's class session of now, opened over HTTP on a running server, with what its screen would show. */

import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { openDatabase } from '#db/client';
import { createToken, importCodeKey, qrText, typedCodeAt, windowAt } from '#domain/check-in/rotating-code';
import { fromBase64Url } from '#domain/encoding';
import type { OpenOutcome } from '#domain/register/class-session';
import type { StaffDay } from '#domain/register/day-view';
import { DEMO_PASSWORD } from '#domain/school/demo';
import type { TestServer } from './server';

/** The longest period a school may choose: a window outlasts the start of a browser. */
const PERIOD_MS = 30_000;
/** The demo's class may have begun a while ago; check-ins of these tests are `present` all the same. */
const LATE_AFTER_MS = 4 * 3_600_000;

const READY_WITHIN_MS = 30_000;

export type LiveClass = {
  classSessionId: number;
  /** Of students on its roll who have no mark yet, without the demo student. */
  emails: string[];
  /** QR texts of `count` windows in a row. The last is the one after the present, which is accepted until well after its end.  */
  qrTexts: (count?: number) => Promise<string[]>;
  /** QR texts of the present window and those after it, as they will come on screen. */
  comingQrTexts: (count: number) => Promise<string[]>;
  periodMs: number;
  /** The six digits on screen now. */
  code: () => Promise<string>;
};

/** Signs in as a browser's form does and answers the cookie.
 *  @throws when the server refuses */
export async function signInCookie(url: string, email: string): Promise<string> {
  const body = new URLSearchParams({ email, password: DEMO_PASSWORD });
  const response = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  const [cookie] = response.headers.getSetCookie().filter((line) => line.startsWith('muster_session='));
  if (!cookie) throw new Error(`Signing in as ${email} answered ${response.status}.`);
  return cookie.split(';')[0] ?? '';
}

async function adjustSchool(dbPath: string): Promise<void> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  const sql = `update school set settings = json_set(settings, '$.periodMs', ?, '$.lateAfterMs', ?)`;
  await db.$client.execute({ sql, args: [PERIOD_MS, LATE_AFTER_MS] });
  db.$client.close();
}

/** As if it had been open for a while, so that the windows before the present count too. */
async function openEarlier(dbPath: string, classSessionId: number): Promise<void> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  const sql = 'update class_sessions set opened_at = opened_at - ? where id = ?';
  await db.$client.execute({ sql, args: [3 * PERIOD_MS, classSessionId] });
  db.$client.close();
}

async function emailsOf(dbPath: string, classSessionId: number): Promise<string[]> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  const sql = `select u.email from class_sessions cs join enrolments e on e.section_id = cs.section_id and e.until_day is null
    join users u on u.id = e.student_id where cs.id = ? and u.email <> 'student@demo.school'
      and not exists (select 1 from attendance a where a.class_session_id = cs.id and a.student_id = u.id) order by u.id`;
  const { rows } = await db.$client.execute({ sql, args: [classSessionId] });
  db.$client.close();
  return rows.map((row) => String(row.email));
}

/** The class session of now. A job adds it shortly after the server has started. */
async function runningClass(today: () => Promise<StaffDay>): Promise<number> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const { rows, serverNow } = await today();
    const running = rows.filter((row) => row.startsAt <= serverNow && serverNow < row.endsAt && row.state !== 'closed');
    // Of a section one at most is open, and no other beside it.
    const [first] = running.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open'));
    if (first) return first.classSessionId;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The demo teacher has no class session now.');
}

/** Opens the class session that the demo teacher has now, in a school with the longest period and no late students, or, with
 *  `isAsShipped`, in a school that has changed no setting. */
export async function openLiveClass(
  { url, dbPath }: Pick<TestServer, 'url' | 'dbPath'>,
  { isAsShipped = false } = {},
): Promise<LiveClass> {
  if (!isAsShipped) await adjustSchool(dbPath);
  const cookie = await signInCookie(url, 'teacher@demo.school');

  async function call<Output>(procedure: string, input?: unknown): Promise<Output> {
    const headers = { cookie, 'content-type': 'application/json' };
    const response = await fetch(
      `${url}/trpc/${procedure}`,
      input ? { method: 'POST', headers, body: JSON.stringify(input) } : { headers },
    );
    if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${await response.text()}`);
    return ((await response.json()) as { result: { data: Output } }).result.data;
  }

  const classSessionId = await runningClass(() => call<StaffDay>('classSession.today'));
  const opened = await call<OpenOutcome>('classSession.open', { id: newId(), at: Date.now(), classSessionId });
  if (!isAsShipped) await openEarlier(dbPath, classSessionId);
  const key = await importCodeKey(fromBase64Url(opened.key) ?? new Uint8Array());
  const textOf = async (window: number) => qrText(url, await createToken(key, classSessionId, window));
  const textsFrom = (first: number, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => textOf(first + index)));
  return {
    classSessionId,
    periodMs: opened.periodMs,
    emails: await emailsOf(dbPath, classSessionId),
    qrTexts: (count = 1) => textsFrom(windowAt(Date.now(), opened.periodMs) + 2 - count, count),
    comingQrTexts: (count) => textsFrom(windowAt(Date.now(), opened.periodMs), count),
    code: () => typedCodeAt(key, classSessionId, Date.now()),
  };
}

/** Says which class a typed code is of, where several of the student's have begun: the demo school has a whole day of them. */
export async function chooseClass(page: Page, classSessionId: number): Promise<void> {
  await page.getByLabel('Code', { exact: true }).waitFor();
  const choice = page.locator(`input[name=classSessionId][value="${classSessionId}"]`);
  if ((await choice.count()) > 0) await choice.check();
}

/** Types the six digits on the screen of a class. */
export async function typeCode(page: Page, classSessionId: number, code: string): Promise<void> {
  await chooseClass(page, classSessionId);
  await page.getByLabel('Code', { exact: true }).fill(code);
}
