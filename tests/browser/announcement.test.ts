/** An administrator writes to all students: it comes while one of them looks, is read by being shown, and the administrator sees by whom. */
import { expect, test } from 'vitest';
import { seriousFindings } from '../helpers/axe';
import { launchBrowser } from '../helpers/browser';
import { PHONE, signedIn } from '../helpers/journey';
import { startServer } from '../helpers/server';

test('an announcement reaches a student who looks, and is then read', async () => {
  await using server = await startServer();
  await using browser = await launchBrowser();
  const baseURL = server.url;
  const student = await signedIn(browser, { email: 'student@demo.school', path: '/inbox', baseURL, ...PHONE });
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin/announcements', baseURL });
  await admin.getByRole('link', { name: 'New announcement' }).click();
  await admin.getByRole('radio', { name: 'All students' }).check();
  await admin.getByLabel('Title').fill('Sports day');
  await admin.getByLabel('Message').fill('Bring **water**, see [the plan](https://plan.school.test). <b>Bold</b>');
  await admin.getByRole('button', { name: 'Preview' }).click();
  await admin.getByRole('region', { name: 'Preview' }).locator('strong', { hasText: 'water' }).waitFor();
  await admin.getByLabel('Pin it').check();
  expect(await seriousFindings(admin)).toEqual([]);
  await admin.getByRole('button', { name: 'Publish' }).click();
  await admin.getByText(/^Sent to \d+ people\.$/).waitFor();
  expect(await seriousFindings(admin)).toEqual([]);

  const message = student.getByRole('listitem').filter({ hasText: 'Sports day' });
  await message.getByText('<b>Bold</b>').waitFor();
  expect(await message.getByRole('link', { name: 'the plan' }).getAttribute('href')).toBe('https://plan.school.test');
  await student.getByText('Nothing unread.').waitFor();
  await student.goto('/');
  await student.getByRole('region', { name: 'Pinned announcements' }).getByText('Sports day').waitFor();

  await admin.goto('/admin/announcements');
  await admin.getByText(/^1 of \d+ read$/).waitFor();
  await admin.getByRole('link', { name: /Sports day/ }).click();
  await admin.getByText(/^1 of \d+ have read it\.$/).waitFor();
  await admin.getByText('Withdraw it').click();
  await admin.getByRole('button', { name: 'Withdraw announcement' }).click();
  await admin.getByText('Withdrawn. Nobody finds it any more.').waitFor();
  await student.goto('/inbox');
  await student.getByRole('heading', { name: 'Inbox' }).waitFor();
  expect(await message.count()).toBe(0);
  await Promise.all([student, admin].map((page) => page.context().close()));
});
