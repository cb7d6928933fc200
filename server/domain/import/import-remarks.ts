/** What every kind of file says of somebody's address, and how remarks stand beside each other. */
import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import type { Message, Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';

/** The address of a cell as programs write it: “Ana Silva <ana@school.example>”, “mailto:ana@school.example”, or with characters about it
 *  that nobody sees. */
export function writtenAddress(cell: string): string {
  const seen = cell.replace(/\p{Cf}/gu, '').trim();
  const [, within = seen] = /<([^<>]+)>\s*$/.exec(seen) ?? [];
  return within.replace(/^mailto:/i, '').trim();
}

/** An address as a preview shows it. */
export const shownAddress = (email: string) => (isPlaceholderAddress(email) ? 'no email address' : email);

/** Why somebody has no address. @param written what the file has for it */
export const addressRemark = (written: string): Said =>
  written === '' ? 'import.no-invitation' : { id: 'import.address-none', values: { text: written } };

/** What was to be said, if anything, and a remark after it. */
export function withRemark(remark: Said, said: Said | null | undefined): Message {
  return said ? { id: 'import.and', values: { first: [toMessage(said)], rest: [toMessage(remark)] } } : toMessage(remark);
}
