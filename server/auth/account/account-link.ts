/** Links about an account: made with a fresh one-time code each time, which is in the link and nowhere else. */
import { CODE_BYTES, codeOf, hashOfCode, LINK_LASTS_MS, type LinkKind, linkOf } from '#domain/one-time-code';
import type { Services, Write } from '#server/context/context';

export type AccountLink = { url: string; expiresAt: number };
export type LinkOwner = { userId: number; kind: LinkKind };

/** Ends the links of one kind that a person has. */
export function endLinks({ userId, kind }: LinkOwner): Write {
  return { sql: 'delete from one_time_codes where user_id = ? and purpose = ?', args: [userId, kind] };
}

type LinkParts = {
  /** The address a mail brings the link to; left out for one that is handed over. */
  mailedTo?: string;
  /** Statements of the same write, after the code's own. */
  alongside?: Write[];
};

/** SQL of an update of `users` by the code `:hash`: the use of a link proves the address that a mail brought it to, and no other. */
export const PROVES_ADDRESS = `email_confirmed_at = case when email = (select mailed_to from one_time_codes where hash = :hash)
  then :now else email_confirmed_at end`;

/** Makes a link. A new invitation ends the one before it; a further link of another kind leaves the one before, which may just be
 *  arriving. */
export async function makeLink(
  services: Services,
  owner: LinkOwner,
  { mailedTo, alongside = [] }: LinkParts = {},
): Promise<AccountLink> {
  const { userId, kind } = owner;
  const code = codeOf(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const expiresAt = services.now() + LINK_LASTS_MS[kind];
  const sql = 'insert into one_time_codes (hash, purpose, user_id, expires_at, mailed_to) values (?, ?, ?, ?, ?)';
  await services.commit([
    ...(kind === 'invite' ? [endLinks(owner)] : []),
    { sql, args: [await hashOfCode(code), kind, userId, expiresAt, mailedTo ?? null] },
    ...alongside,
  ]);
  return { url: linkOf(services.policy.baseUrl, kind, code), expiresAt };
}
