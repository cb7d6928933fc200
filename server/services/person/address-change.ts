/**
 * What goes with another address of an account, whoever changes it: links sent to the former one open nothing, nobody has proved the
 * new one, and the former one is told where there is mail. Statements of the change's own batch, before it.
 */
import { and, eq, inArray, ne, notLike, type SQL, sql } from 'drizzle-orm';
import { deliveries, oneTimeCodes, users } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import type { Services, Write } from '#server/context/context';

/** @param changes select of rows of `userId` and the `email` to be. Rows that keep theirs are left alone. */
export function beforeAddressChange({ db, mail, now }: Pick<Services, 'db' | 'mail' | 'now'>, changes: SQL): Write[] {
  const { id, email } = users;
  const changed = db
    .select({ id })
    .from(sql`(${changes}) c`)
    .innerJoin(users, eq(id, sql`c.userId`))
    .where(ne(email, sql`c.email`));
  const mailed = { channel: 'mail', kind: 'address-changed', isUrgent: true } as const;
  const told = { ...mailed, userId: id, address: email, createdAt: now(), dueAt: now() };
  const hasAddress = and(inArray(id, changed), notLike(email, `%${NO_ADDRESS_DOMAIN}`));
  const tell = db.insert(deliveries).select(db.select(rowOf(deliveries, told)).from(users).where(hasAddress));
  const isLink = inArray(oneTimeCodes.purpose, ['invite', 'reset', 'confirm']);
  return [
    ...(mail ? [tell.onConflictDoNothing()] : []),
    db.delete(oneTimeCodes).where(and(isLink, inArray(oneTimeCodes.userId, changed))),
    db.update(users).set({ emailConfirmedAt: null }).where(inArray(id, changed)),
  ];
}
