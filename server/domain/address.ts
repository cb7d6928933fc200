/** Email addresses as mail goes by them. */

const ASCII = /^[\x20-\x7e]*$/;
const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** A domain as mail goes by it: one in other letters in Punycode (RFC 5890). What is no domain stays as it is. Never throws. */
export function asciiDomain(domain: string): string {
  if (ASCII.test(domain) || !DOMAIN.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return domain;
  }
}

/** An address with its domain as mail goes by it. What is before the @ stays: few servers take other letters there. Never throws. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  return `${address.slice(0, at)}${asciiDomain(address.slice(at))}`;
}
