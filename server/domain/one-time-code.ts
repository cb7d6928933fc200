/** One-time codes, which links carry in their fragment. What they open is their users' matter; only their hash is ever stored. */

import { z } from 'zod';
import { says } from '#domain/words/says';
import { DAY_MS, MINUTE_MS } from './duration';
import { type Bytes, sha256Hex, toBase32 } from './encoding';
import * as paths from './paths';

/** 128 bits: nobody guesses one. */
export const CODE_BYTES = 16;

/** What a link about an account is for: joining, choosing another password, or proving that its address is one's own. */
export type LinkKind = 'invite' | 'reset' | 'confirm';
/** Links that end in a password: an administrator may hand these over where no mail brings them. */
export type PasswordLinkKind = Exclude<LinkKind, 'confirm'>;

/** How long a link holds. Invitations wait for the start of term, a mailbox for its owner; a new password is chosen at once. */
export const LINK_LASTS_MS: Record<LinkKind, number> = { invite: 14 * DAY_MS, reset: 30 * MINUTE_MS, confirm: 7 * DAY_MS };

const PATHS: Record<LinkKind, string> = {
  invite: paths.acceptInvitation(),
  reset: paths.resetPassword(),
  confirm: paths.confirmAddress(),
};

/** A code as it is typed or pasted. */
export const OneTimeCode = z
  .string({ error: says('account.link-code-missing') })
  .trim()
  .min(1, says('account.link-code-missing'))
  .max(100, says('account.link-code-too-long'));

/** The code of `CODE_BYTES` random bytes: 26 characters. */
export function codeOf(bytes: Bytes): string {
  return toBase32(bytes);
}

/** The hash of a code as typed: in either case, with dashes and spaces where they help the eye. */
export function hashOfCode(code: string): Promise<string> {
  return sha256Hex(code.toUpperCase().replace(/[\s-]/g, ''));
}

/** The address to open. The code stands in the fragment: no log, history of a server or referrer has it. */
export function linkOf(baseUrl: string, kind: LinkKind, code: string): string {
  return `${baseUrl}${PATHS[kind]}#${code}`;
}
