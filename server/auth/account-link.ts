/** Links about an account: made with a fresh one-time code each time, which is in the link and nowhere else. */
import type { InStatement } from '@libsql/client';
import { CODE_BYTES, codeOf, hashOfCode, LINK_LASTS_MS, type LinkKind, linkOf } from '#domain/one-time-code';
import type { Services } from '#server/context';

export type AccountLink = { url: string; expiresAt: number };
export type LinkOwner = { userId: number; kind: LinkKind };

/** Ends the links of one kind that a person has. */
export function endLinks({ userId, kind }: LinkOwner): InStatement {
  return { sql: 'delete from one_time_codes where user_id = ? and purpose = ?', args: [userId, kind] };
}

/** Makes a link. A new invitation ends the one before it; a further link for a new password leaves the one before, which may
 *  just be arriving.
 *  @param alongside statements of the same write, after the code's own */
export async function makeLink(services: Services, owner: LinkOwner, alongside: InStatement[] = []): Promise<AccountLink> {
  const { userId, kind } = owner;
  const code = codeOf(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const expiresAt = services.now() + LINK_LASTS_MS[kind];
  const sql = 'insert into one_time_codes (hash, purpose, user_id, expires_at) values (?, ?, ?, ?)';
  await services.commit([
    ...(kind === 'invite' ? [endLinks(owner)] : []),
    { sql, args: [await hashOfCode(code), kind, userId, expiresAt] },
    ...alongside,
  ]);
  return { url: linkOf(services.policy.baseUrl, kind, code), expiresAt };
}
