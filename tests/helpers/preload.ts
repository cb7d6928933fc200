/** Modules that a program of ours loads before its own: it runs as built, in a world that is another in one thing. */
import { CHEAP } from './scrypt-cost';

function preload(code: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

/** Every clock of the process is ahead by so much. */
export function clockAhead(ms: number): string {
  return preload(`const now = Date.now; Date.now = () => now.call(Date) + ${ms};`);
}

/** What is for a browser's push service goes to `url`. */
export function pushesTo(url: string): string {
  return preload(`const { fetch } = globalThis;
    const lead = (address) => String(address).replace(/^https:\\/\\/fcm\\.googleapis\\.com/, '${url}');
    globalThis.fetch = (address, init) => fetch(address instanceof Request ? address : lead(address), init);`);
}

/** Passwords cost next to nothing, to make and to check. What is stored looks the same, and holds only among programs that have this. */
export function cheapPasswords(): string {
  return preload(`import crypto from 'node:crypto';
    import { syncBuiltinESMExports } from 'node:module';
    const { scrypt } = crypto;
    crypto.scrypt = (secret, salt, length, cost, done) => scrypt(secret, salt, length, ${JSON.stringify(CHEAP)}, done);
    syncBuiltinESMExports();`);
}
