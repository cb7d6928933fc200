/** Mails about accounts in the queue of what leaves: written with the change they tell of. `server/delivery` sends them. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, ne, notLike, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { deliveries, users } from '#db/schema';
import { asBoolean, rowOf } from '#db/sql/values';
import type { PasswordLinkKind } from '#domain/one-time-code';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import type { MailKind } from '#domain/school/mail';
import type { ActorContext, Services, Write } from '#server/context/context';

const { email, state, archivedAt, passwordHash } = users;

/** Whether mail can reach a person. */
export const HAS_ADDRESS = asBoolean(notLike(email, `%${NO_ADDRESS_DOMAIN}`));

const IS_THERE = and(ne(state, 'suspended'), isNull(archivedAt));

/** Which of the users a mail of each kind is for: what has changed since it was asked for counts. */
const IS_FOR: Record<MailKind, SQL | undefined> = {
  invite: and(IS_THERE, isNull(passwordHash), HAS_ADDRESS),
  reset: and(eq(state, 'active'), isNull(archivedAt), isNotNull(passwordHash), HAS_ADDRESS),
  confirm: and(isNull(users.emailConfirmedAt), IS_THERE, isNotNull(passwordHash), HAS_ADDRESS),
  'password-changed': HAS_ADDRESS,
  'passkey-added': HAS_ADDRESS,
  'passkey-removed': HAS_ADDRESS,
  // Goes to the address before, which the change itself has written down (`services/person/address-change`).
  'address-changed': sql`true`,
};

/** Puts a mail of `kind` in the queue for every user that `where` selects and the kind is for. One that still waits is not doubled but
 *  comes to its turn again. */
export function queueMail({ db, now }: Pick<Services, 'db' | 'now'>, kind: MailKind, where: SQL | undefined): Write {
  const at = now();
  const row = rowOf(deliveries, { channel: 'mail', userId: users.id, kind, isUrgent: true, createdAt: at, dueAt: at });
  return db
    .insert(deliveries)
    .select(db.select(row).from(users).where(and(IS_FOR[kind], where)))
    .onConflictDoUpdate({
      target: [deliveries.userId, deliveries.kind],
      targetWhere: sql`${deliveries.dueAt} is not null and ${deliveries.notificationId} is null`,
      set: { createdAt: at, dueAt: at, tries: 0, failure: null },
    });
}

/** Forgets mails of one kind to a person that were not sent: what they are for is done. */
export function dropWaitingMail({ db }: { db: Database }, { userId, kind }: { userId: number; kind: MailKind }): Write {
  const isTheirs = and(eq(deliveries.userId, userId), eq(deliveries.kind, kind));
  return db.delete(deliveries).where(and(isTheirs, isNull(deliveries.sentAt)));
}

/** Condition on `users` and a mail about an account: it is still for them. */
export const IS_STILL_FOR = or(...Object.entries(IS_FOR).map(([kind, rule]) => and(eq(deliveries.kind, kind as MailKind), rule)));

/** Somebody who waits for a link that no mail has brought. */
export type Undelivered = {
  userId: number;
  name: string;
  email: string;
  kind: PasswordLinkKind;
  createdAt: number;
  tries: number;
};

/** As many as an administrator looks through; the others come up as these are helped. */
const LISTED = 50;

/** People who asked for a link, or were invited, and have not been reached: all of them where there is no mail. Latest first. */
export function listUndelivered({ db, mail }: ActorContext): Promise<Undelivered[]> {
  const { userId, kind, createdAt, tries, sentAt } = deliveries;
  return db
    .select({ userId: users.id, name: users.name, email: users.email, kind: sql<PasswordLinkKind>`${kind}`, createdAt, tries })
    .from(deliveries)
    .innerJoin(users, eq(users.id, userId))
    .where(and(...[isNull(sentAt), mail ? gt(tries, 0) : undefined], ...[inArray(kind, ['invite', 'reset']), IS_THERE]))
    .orderBy(desc(createdAt))
    .limit(LISTED);
}
