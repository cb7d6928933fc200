/** Signing in, as a person does it in the form, and as a journey does it whose matter is another. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';

/** Fills in the sign-in form, which the page has to show, and waits for the page after it. */
export async function signIn(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  const form = page.getByRole('main');
  await form.getByLabel('Email', { exact: true }).fill(email);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
}

/** Sends what the form sends, without a page; those opened next are the person's. */
export async function enter({ request }: BrowserContext, email: string): Promise<void> {
  const answer = await request.post('/sign-in', { form: { email, password: DEMO_PASSWORD }, maxRedirects: 0 });
  expect(answer.status(), `signing in as ${email}`).toBe(302);
}
