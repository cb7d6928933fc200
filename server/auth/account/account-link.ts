/** Links about an account: made with a fresh one-time code each time, which is in the link and nowhere else. */
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { oneTimeCodes, users } from '#db/schema';
import { CODE_BYTES, codeOf, hashOfCode, LINK_LASTS_MS, type LinkKind, linkOf } from '#domain/one-time-code';
import type { Role } from '#domain/person/user';
import type { Services, Write } from '#server/context/context';

export type AccountLink = { url: string; expiresAt: number };
export type LinkOwner = { userId: number; kind: LinkKind };

/** A code that somebody came with: its hash, and what it has to be for. */
export type UsedCode = { hash: string; kind: LinkKind };

type Needs = Pick<Services, 'db' | 'now'>;

/** Ends the links of one kind that a person has. */
export function endLinks({ db }: { db: Database }, { userId, kind }: LinkOwner): Write {
  return db.delete(oneTimeCodes).where(and(eq(oneTimeCodes.userId, userId), eq(oneTimeCodes.purpose, kind)));
}

function stillHolds({ now }: Needs, { hash, kind }: UsedCode) {
  return and(eq(oneTimeCodes.hash, hash), eq(oneTimeCodes.purpose, kind), gt(oneTimeCodes.expiresAt, now()));
}

type Owner = { id: number; name: string; email: string; role: Role };

/** Whose a code is, while it holds; undefined when it does not, or is not for somebody of whom `condition` is true.
 *  @param condition on `users` and the code */
export function ownerOfCode(needs: Needs, code: UsedCode, condition: SQL | undefined): Promise<Owner | undefined> {
  const { id, name, email, role } = users;
  return needs.db
    .select({ id, name, email, role })
    .from(oneTimeCodes)
    .innerJoin(users, eq(id, oneTimeCodes.userId))
    .where(and(stillHolds(needs, code), condition))
    .get();
}

/** The condition that somebody is the one whose code this is, as long as it holds.
 *  @param also on the code */
export function isOwnerOfCode(needs: Needs, code: UsedCode, also?: SQL): SQL {
  const { userId } = oneTimeCodes;
  return eq(
    users.id,
    needs.db
      .select({ userId })
      .from(oneTimeCodes)
      .where(and(stillHolds(needs, code), also)),
  );
}

/** When an account's address was proved, as an update of `users` by a code sets it: the use of a link proves the address that a mail
 *  brought it to, and no other. */
export function provedAt({ db, now }: Needs, { hash }: UsedCode): SQL {
  const { mailedTo } = oneTimeCodes;
  const address = db.select({ mailedTo }).from(oneTimeCodes).where(eq(oneTimeCodes.hash, hash));
  return sql`case when ${users.email} = ${address} then ${now()} else ${users.emailConfirmedAt} end`;
}

type LinkParts = {
  /** The address a mail brings the link to; left out for one that is handed over. */
  mailedTo?: string;
  /** Statements of the same write, after the code's own. */
  alongside?: Write[];
};

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
  const hash = await hashOfCode(code);
  await services.commit([
    ...(kind === 'invite' ? [endLinks(services, owner)] : []),
    services.db.insert(oneTimeCodes).values({ hash, purpose: kind, userId, expiresAt, mailedTo }),
    ...alongside,
  ]);
  return { url: linkOf(services.policy.baseUrl, kind, code), expiresAt };
}
