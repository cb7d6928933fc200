/**
 * The address of somebody who has none, so that they can be enrolled and marked all the same. It can receive nothing (RFC 2606
 * `.invalid`), until a file or an administrator brings a real one.
 */

/** What such an address ends with. */
export const NO_ADDRESS_DOMAIN = '@no-address.invalid';

/** Unique by the person's id in the file it came from. Never throws. */
export function placeholderAddress(sourcedId: string): string {
  const local = sourcedId.replace(/[^a-z0-9.-]/g, (letter) => `_${letter.codePointAt(0)?.toString(16)}`);
  return `${local}${NO_ADDRESS_DOMAIN}`;
}

/** Whether an address only stands for a missing one: nothing may be sent there, and screens say "no address". */
export function isPlaceholderAddress(email: string): boolean {
  return email.endsWith(NO_ADDRESS_DOMAIN);
}
