/** The simple HTML of mails: paragraphs, one button, nothing that is fetched. What goes in is escaped here. */
import type { Reader } from '#domain/words/translate';

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A subject or a name is one line: whatever would start another header is a space. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

const BUTTON = 'display:inline-block;padding:12px 20px;border-radius:8px;background:#005b63;color:#ffffff;text-decoration:none';

const raw = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;

/** A paragraph; lines stay lines. @param title stands out above the text */
export function paragraph(text: string, title?: string): string {
  const lead = title === undefined ? '' : `<strong>${escapeHtml(title)}</strong><br>`;
  return raw(lead + escapeHtml(text).replaceAll('\n', '<br>'));
}

/** A link that looks like a button, and its address to copy. */
export function button(url: string, { open, copy }: { open: string; copy: string }): string {
  const address = escapeHtml(url);
  return raw(`<a href="${address}" style="${BUTTON}">${escapeHtml(open)}</a>`) + raw(`${escapeHtml(copy)} <br>${address}`);
}

/** Small print with a link at its end. */
export function footnote(text: string, link: { url: string; text: string }): string {
  const anchor = `<a href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a>`;
  return `<p style="margin:24px 0 0;font-size:13px;color:#555555">${escapeHtml(text)} ${anchor}</p>`;
}

/** The whole document, in the reader's direction. */
export function mailDocument(parts: readonly string[], { language, direction }: Reader): string {
  return `<!doctype html><html lang="${language}" dir="${direction}"><body style="font:16px/1.5 sans-serif;max-width:34rem;margin:24px auto;padding:0 16px">${parts.join('')}</body></html>`;
}
