/** Pages in the pseudo-language, where every letter of a text is accented: a plain word is English, unless it is data or a date. */
import type { BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { LANGUAGE_COOKIE, PSEUDO_LANGUAGE } from '#domain/words/language';
import { LOCALES } from '#domain/words/locales';
import { dataOf } from './pages';

/** A server that offers it. */
export const PSEUDO_ENV = { PSEUDO_LANGUAGE: '1' };

/** Has a browser ask for it. @param url of the server */
export async function readPseudo(context: BrowserContext, url: string): Promise<void> {
  await context.addCookies([{ name: LANGUAGE_COOKIE, value: PSEUDO_LANGUAGE, url }]);
}

/** Countries come from the browser, which knows nothing of the pseudo-language. */
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' });
const COUNTRY_WORDS = LOCALES.flatMap((locale) => COUNTRIES.of(locale.slice(-2))?.split(' ') ?? []);

/** Names, a browser's too, initials, and what the format of dates writes, which is the school's and no matter of language. */
const KEPT = /^(Muster|Chrome|Linux|[A-Z]{2}|am|pm|at|(Mon|Tue|Wednes|Thurs|Fri|Satur|Sun)(day)?|Tues|Wed|Thu|Thur|Sat)$/;
const MONTH =
  /^(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)$/;

/** What a form carries unseen. */
const ID = /^[\da-f-]{36}$/;

/** What a person reads, and what a reader of the screen is told. */
async function textsOf(page: Page, within: string): Promise<string[]> {
  return page.locator(within).evaluate((root) => {
    const texts: string[] = [document.title];
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

/** A key or a code, which no screen shows as it is: `startsAt`, `not-taken`. */
const CODE = /^[a-z][\w.:-]*$/;

/** Addresses, names of files, numbers and what is typed as they are have no words in them. */
const UNTRANSLATED = new RegExp(`\\S+[@.]\\w{2,}|${DEMO_PASSWORD}|\\S*\\d\\S*`, 'gu');

const wordsIn = (text: string) => text.replace(UNTRANSLATED, ' ').match(/(?<!\p{L})[A-Za-z]{2,}(?!\p{L})/gu) ?? [];

/** The words of what each reader was shown, which their device may keep. */
const KNOWN = new WeakMap<Page, Set<string>>();

/** All strings of an answer, those of what is packed in one of them too. */
function stringsIn(json: string): string[] {
  const strings = (json.match(/"(\\.|[^"\\])*"/g) ?? []).map((string) => String(JSON.parse(string)));
  return strings.flatMap((string) => (string.startsWith('[[') ? stringsIn(string) : [string]));
}

/** The words of the answers that the page and those before it were made from. */
async function dataWords(page: Page): Promise<Set<string>> {
  const { pathname, search } = new URL(page.url());
  const answer = await page.request.get(dataOf(pathname) + search);
  const values = stringsIn(await answer.text()).filter((value) => !CODE.test(value));
  const known = new Set([...(KNOWN.get(page) ?? []), ...values.flatMap(wordsIn)]);
  KNOWN.set(page, known);
  return known;
}

/** Texts of a page with words that are neither in the pseudo-language nor data. @param within a selector */
async function englishOn(page: Page, within = 'body'): Promise<string[]> {
  const [texts, data] = [await textsOf(page, within), await dataWords(page)];
  const kept = new Set([...data, ...COUNTRY_WORDS]);
  const isEnglish = (word: string) => !KEPT.test(word) && !MONTH.test(word) && !kept.has(word);
  return texts.filter((text) => !ID.test(text) && wordsIn(text).some(isEnglish));
}

/** What does not fit where it stands: the page its window, a control's text the control, or a text of the pseudo-language a box that
 *  hides what is too much. Names may be cut, sentences may not, but for what is brief because a press tells all of it. */
async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wider > 0) found.push(`${wider} px wider than the window`);
    for (const element of document.querySelectorAll('body *')) {
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
      const [isTooLong, isTooHigh] = [scrollWidth > clientWidth + 1, scrollHeight > clientHeight + 1];
      if (clientWidth <= 1 || !(isTooLong || isTooHigh) || element.closest('[data-brief]')) continue;
      const isHiding = /hidden|clip/.test(getComputedStyle(element).overflow);
      const isCut = isHiding || (isTooLong && element.matches('a, button, summary'));
      const isText = /[åƀçđéîļɱñöŕšţû]{2}/u.test(element.textContent ?? '');
      if (isCut && isText && element.checkVisibility()) found.push(`cut off: ${element.textContent}`);
    }
    for (const file of document.querySelectorAll('input[type=file]')) {
      const { marginTop, height } = getComputedStyle(file, '::file-selector-button');
      const isCut = Number.parseFloat(marginTop) + Number.parseFloat(height) > file.clientHeight;
      if (isCut && file.clientHeight > 1) found.push('cut off: the button for a file');
    }
    return found;
  });
}

/** Opens what folds. @returns closes again what it has opened */
async function unfold(page: Page): Promise<() => Promise<void>> {
  const opened = await page.evaluateHandle(() => {
    const closed = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
    for (const details of closed) details.open = true;
    return closed;
  });
  return () =>
    opened.evaluate((all) => {
      for (const details of all) details.open = false;
    });
}

/** A usual phone, and the narrowest there is. */
const WIDTHS = [390, 320];

/** What is wrong with a page as it stands, with all that folds open: English, of another direction, or too long for its place. */
export async function pseudoProblems(page: Page): Promise<string[]> {
  const fold = await unfold(page);
  const problems = (await englishOn(page)).map((text) => `English: ${text}`);
  const { lang, dir } = await page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));
  if (lang !== PSEUDO_LANGUAGE || dir !== 'rtl') problems.push(`is in ${lang}, ${dir}`);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    problems.push(...(await misfits(page)).map((misfit) => `${misfit} at ${width} px`));
  }
  await fold();
  return problems;
}
