/**
 * Reading one cookie out of a request's header. Other applications on the same host may set cookies of any shape,
 * so a malformed one is skipped and never decoded: values of ours need no decoding.
 */

/** The value of the first cookie called `name`, or null. Never throws. */
export function readCookie(header: string | null, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return null;
}
