/**
 * What the server writes with `Intl` goes with its page, so that the browser need not write it again before the page is alive: its first
 * formatter costs a slow phone 100 ms. And both say the same, although engines differ in how they shorten names.
 */
import { createContext, useContext } from 'react';
import type { Written } from './format';

const ID = 'written';
/** Whose texts they are, among them. */
const READER = '';

const WrittenContext = createContext<Map<string, string> | null>(null);

/** On the server: around a page, with what collects its texts. */
export const WrittenProvider = WrittenContext.Provider;

let sent: Map<string, string> | undefined;

/** What came with the page that this window began with. Nothing is added to it: a window is open for days. */
const SENT: Written = {
  get(key) {
    sent ??= new Map(Object.entries<string>(JSON.parse(document.getElementById(ID)?.textContent || '{}')));
    return sent.get(key);
  },
  set: () => undefined,
};

/** For `formatOf`; undefined when what there is was written for another reader. @param reader zone, locale and language */
export function useWritten(reader: string): Written | undefined {
  const collected = useContext(WrittenContext);
  collected?.set(READER, reader);
  const written = collected ?? SENT;
  return written.get(READER) === reader ? written : undefined;
}

/** The texts of all that stands before it in the document. React leaves in it what the server has written. */
export function WrittenTexts() {
  const texts = Object.fromEntries(useContext(WrittenContext) ?? []);
  const json = JSON.stringify(texts).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON, in which nothing can end the element.
  return <script type="application/json" id={ID} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: json }} />;
}
