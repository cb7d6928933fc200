/** Staff at their screens: a class added by hand, its code shown to the room, check-in moved and ended, everybody marked. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { freeSection, makeItNoon, query } from '../helpers/database-file';
import { signedIn } from '../helpers/journey';
import { closeRegister, openRegister, pressTool, qrOn } from '../helpers/register-page';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const atDesk = (email: string) => signedIn(browser, { email, path: '/teach', baseURL: server.url });

/** Adds a class that is about to begin, from the day's page. The screen is its register afterwards. */
async function addClass(page: Page, { title, group }: { title: string; group: string }): Promise<number> {
  await makeItNoon(server.dbPath);
  await freeSection(server.dbPath, title);
  await page.getByRole('link', { name: 'Add a class' }).click();
  await page.getByLabel('Class', { exact: true }).selectOption({ label: `${title} (${group})` });
  await page.getByRole('button', { name: 'Add class' }).click();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
  return Number(page.url().split('/').at(-1));
}

test('an assistant adds a class by hand, shows its code to the room and closes it', async () => {
  const page = await atDesk('assistant@demo.school');
  const id = await addClass(page, { title: 'Geography', group: 'GE A' });
  await page.getByRole('button', { name: 'Open register' }).click();
  await qrOn(page).waitFor();

  await page.getByRole('button', { name: 'Full screen', exact: true }).click();
  await page.getByText(/^0 of \d+ are in$/).waitFor();
  const { width = 0 } = (await qrOn(page).boundingBox()) ?? {};
  expect(width).toBeGreaterThan(0.9 * Number(page.viewportSize()?.height));
  await page.getByRole('button', { name: 'Leave full screen' }).click();

  const left = page.getByText(/^Check-in ends in/);
  const minutes = async () => Number((await left.textContent())?.match(/(\d+):\d\d/)?.[1]);
  const before = await minutes();
  await page.getByRole('button', { name: '5 min more check-in' }).click();
  await expect.poll(minutes).toBeGreaterThan(before + 3);
  await page.getByRole('button', { name: 'End check-in' }).click();
  await page.getByText('Check-in has ended').waitFor();

  await page.getByRole('button', { name: /^Mark \d+ as present$/ }).click();
  await page.getByText(/^\d+ students marked present\.$/).waitFor();
  await closeRegister(page, 'Everybody is marked.');

  // Whoever is on leave today was excused before.
  const sql = `select distinct status, actor_role role from attendance where class_session_id = ? and source <> 'leave'`;
  const marks = await query(server.dbPath, sql, [id]);
  expect(marks).toEqual([{ status: 'present', role: 'assistant' }]);
});

/** A class of the teacher's that the assistant has nothing to do with. */
const NOT_SHARED = `select c.title, c.code, s.code section from section_staff st join users u on u.id = st.user_id
  join sections s on s.id = st.section_id join courses c on c.id = s.course_id where u.email = 'teacher@demo.school'
    and not exists (select 1 from section_staff o join users a on a.id = o.user_id
      where o.section_id = s.id and a.email = 'assistant@demo.school') limit 1`;
const COLLEAGUE = `select u.name from users u where u.email = 'assistant@demo.school'`;

test('a class session handed to a colleague is theirs to take until it is taken back', async () => {
  const [page, colleague] = [await atDesk('teacher@demo.school'), await atDesk('assistant@demo.school')];
  const [{ name } = { name: '' }] = await query<{ name: string }>(server.dbPath, COLLEAGUE);
  const [own] = await query<{ title: string; code: string; section: string }>(server.dbPath, NOT_SHARED);
  await addClass(page, { title: String(own?.title), group: `${own?.code} ${own?.section}` });
  const path = new URL(page.url()).pathname;
  expect((await colleague.request.get(path)).status()).toBe(404);

  await pressTool(page, 'Hand over to a colleague');
  await page.getByLabel('Find a colleague').fill(name);
  await page.getByRole('button', { name: `Hand over to ${name}` }).click();
  await page.getByText(`Cover: ${name}`).waitFor();

  await colleague.goto('/teach');
  await colleague.getByText('For Daniel Osborne').first().waitFor();
  await colleague.goto(path);
  await colleague.getByRole('button', { name: 'Open register' }).click();
  await colleague.getByRole('button', { name: /^Mark \d+ as present$/ }).click();
  await colleague.getByText(/^\d+ students marked present\.$/).waitFor();

  await pressTool(page, `Take back from ${name}`);
  await colleague.getByText('This class session is no longer handed to you.').waitFor();
});

/** Something that is told once. */
function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}

/** Time for a screen to show what it has just received: that something does not happen has to be waited for. */
const SETTLED_MS = 300;

test('a register stays open on its screen although what the page read before arrives after it', async () => {
  const page = await atDesk('teacher@demo.school');
  const id = await addClass(page, { title: 'Physics', group: 'PH A' });
  await page.getByRole('link', { name: 'Today', exact: true }).last().click();
  const opened = page.waitForResponse('**/trpc/classSession.open');
  const [read, arrived] = [signal(), signal()];
  await page.route('**/trpc/live.register*', (route) => route.abort());
  await page.route('**/trpc/classSession.open', (route) => read.given.then(() => route.continue()));
  await page.route(`**/teach/sessions/${id}.data`, async (route) => {
    const isSecond = await page.getByRole('heading', { name: 'Ready to open' }).isVisible();
    const response = await route.fetch();
    if (!isSecond) return route.fulfill({ response });
    read.give();
    await opened;
    await route.fulfill({ response });
    arrived.give();
  });
  await openRegister(page, id);
  await arrived.given;
  await page.waitForTimeout(SETTLED_MS);
  expect(await qrOn(page).isVisible()).toBe(true);
});
