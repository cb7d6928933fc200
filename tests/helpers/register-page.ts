/** The screen of one class session as staff use it. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export type Person = { id: number; name: string; email: string };

export const qrOn = (page: Page) => page.getByRole('img', { name: 'QR code to check in with.' });
export const rowOf = (page: Page, { id }: Person) => page.locator(`[data-student="${id}"]`);
export const markOf = (page: Page, person: Person, word: string) => rowOf(page, person).getByRole('radio', { name: word });

/** Waits until a mark is shown, looking often enough to be measured. */
export const isChecked = (radio: Locator) => expect.poll(() => radio.isChecked(), { interval: 20, timeout: 30_000 }).toBe(true);

/** From the day's page into the register, which opens its check-in. */
export async function openRegister(page: Page, classSessionId: number): Promise<void> {
  const open = page.getByRole('link', { name: 'Open register' });
  await page.locator(`a[href="/teach/sessions/${classSessionId}"]`).and(open).click();
  await qrOn(page).waitFor();
}

/** What can be done with a register stands behind a press, except what is done each time where there is room for it. */
export async function pressTool(page: Page, name: string): Promise<void> {
  const tool = page.getByRole('button', { name, exact: true });
  if (!(await tool.isVisible())) await page.getByRole('button', { name: 'More for this register' }).click();
  await tool.click();
}

/** Closes the register, once its dialog has told what happens to the unmarked. */
export async function closeRegister(page: Page, consequence: string): Promise<void> {
  await pressTool(page, 'Close register');
  const dialog = page.getByRole('dialog', { name: 'Close the register?' });
  await dialog.getByText(consequence).waitFor();
  await dialog.getByRole('button', { name: 'Close register' }).click();
  await page.getByRole('heading', { name: 'Register closed' }).waitFor();
}
