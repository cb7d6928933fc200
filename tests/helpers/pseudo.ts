/** Pages in the pseudo-language, where every letter of a text is accented: a plain word is English, unless it is data or a date. */
import type { BrowserContext, Page } from 'playwright-core';
import { LANGUAGE_COOKIE, PSEUDO_LANGUAGE } from '#domain/words/language';

/** A server that offers it. */
export const PSEUDO_ENV = { PSEUDO_LANGUAGE: '1' };

/** Has a browser ask for it. @param url of the server */
export async function readPseudo(context: BrowserContext, url: string): Promise<void> {
  await context.addCookies([{ name: LANGUAGE_COOKIE, value: PSEUDO_LANGUAGE, url }]);
}

/** Names, initials, and what the format of dates writes, which is the school's and no matter of language. */
const KEPT = /^(Muster|[A-Z]{2}|am|pm|at|(Mon|Tue|Wednes|Thurs|Fri|Satur|Sun)(day)?|Tues|Wed|Thu|Thur|Sat)$/;
const MONTH =
  /^(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)$/;

/** What a form carries unseen. */
const ID = /^[\da-f-]{36}$/;

/** What a person reads, and what a reader of the screen is told. */
async function textsOf(page: Page, within: string): Promise<string[]> {
  return page.locator(within).evaluate((root) => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node: Node | null = root; node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element?.closest('script, style, noscript')) continue;
      if (node instanceof Text) texts.push(node.data);
      else
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push((node as Element).getAttribute(name) ?? '');
    }
    return texts.filter((text) => text.trim());
  });
}

/** The answers that the page was made from. */
async function dataOf(page: Page): Promise<string> {
  const { pathname, search } = new URL(page.url());
  const answer = await page.request.get(`${pathname === '/' ? '/_root' : pathname}.data${search}`);
  return answer.text();
}

/** Texts of a page with words that are neither in the pseudo-language nor data. @param within a selector */
export async function englishOn(page: Page, within = 'body'): Promise<string[]> {
  const [texts, data] = [await textsOf(page, within), await dataOf(page)];
  const isEnglish = (word: string) => !KEPT.test(word) && !MONTH.test(word) && !data.includes(word);
  return texts.filter((text) => !ID.test(text) && (text.match(/(?<!\p{L})[A-Za-z]{2,}(?!\p{L})/gu) ?? []).some(isEnglish));
}
