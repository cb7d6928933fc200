/** The outbox of mails about accounts: written with the change they tell of, sent by a job, tried again when a server does not take them. */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, notLike, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { outgoingMails, school, users } from '#db/schema';
import { asBoolean, rowOf } from '#db/sql/values';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { PasswordLinkKind } from '#domain/one-time-code';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { linkKindOf, type MailKind, mailOf } from '#domain/school/mail';
import { readSettings, type SchoolSettings } from '#domain/school/school';
import { chosenLanguage } from '#domain/words/language';
import { readerOf } from '#domain/words/translate';
import type { ActorContext, Services, Write } from '#server/context/context';
import { makeLink } from './account-link';

/** How long after each failed try the next one comes; after the last it is given up and shown to administrators. */
const WAITS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS];

/** Mails of one round. They go side by side, so that one slow server costs one time-out. */
const AT_ONCE = 10;

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

type Mail = NonNullable<Services['mail']>;
type Due = {
  id: number;
  kind: MailKind;
  tries: number;
  dueAt: number;
  userId: number;
  name: string;
  email: string;
  language: string | null;
};

/** Puts a mail of `kind` in the outbox for every user that `where` selects and the kind is for. One that still waits is not doubled but
 *  comes to its turn again. */
export function queueMail({ db, now }: Pick<Services, 'db' | 'now'>, kind: MailKind, where: SQL | undefined): Write {
  const at = now();
  const row = rowOf(outgoingMails, { userId: users.id, kind, createdAt: at, dueAt: at });
  return db
    .insert(outgoingMails)
    .select(db.select(row).from(users).where(and(IS_FOR[kind], where)))
    .onConflictDoUpdate({
      target: [outgoingMails.userId, outgoingMails.kind],
      targetWhere: isNotNull(outgoingMails.dueAt),
      set: { createdAt: at, dueAt: at, tries: 0 },
    });
}

/** Forgets mails of one kind to a person that were not sent: what they are for is done. */
export function dropWaitingMail({ db }: { db: Database }, { userId, kind }: { userId: number; kind: MailKind }): Write {
  const isTheirs = and(eq(outgoingMails.userId, userId), eq(outgoingMails.kind, kind));
  return db.delete(outgoingMails).where(and(isTheirs, isNull(outgoingMails.sentAt)));
}

const IS_STILL_FOR = or(...Object.entries(IS_FOR).map(([kind, rule]) => and(eq(outgoingMails.kind, kind as MailKind), rule)));

/** Mails whose time has come. @param most those tried more often are left alone */
function loadDue({ db, now }: Services, most: number): Promise<Due[]> {
  const { id, kind, tries, dueAt, address } = outgoingMails;
  return db
    .select({
      id,
      kind,
      tries,
      dueAt: sql<number>`${dueAt}`,
      userId: users.id,
      name: sql<string>`coalesce(${users.preferredName}, ${users.name})`,
      email: sql<string>`coalesce(${address}, ${users.email})`,
      language: users.language,
    })
    .from(outgoingMails)
    .innerJoin(users, eq(users.id, outgoingMails.userId))
    .where(and(lte(dueAt, now()), lte(tries, most), IS_STILL_FOR))
    .orderBy(asc(dueAt))
    .limit(AT_ONCE);
}

/** Takes a mail for one try and says when the next would be; false when another process was quicker. */
async function claim({ db, commit, now }: Services, { id, tries, dueAt }: Due): Promise<boolean> {
  const wait = WAITS_MS[tries];
  const [claimed] = await commit([
    db
      .update(outgoingMails)
      .set({ tries: sql`${outgoingMails.tries} + 1`, dueAt: wait === undefined ? null : now() + wait })
      .where(and(eq(outgoingMails.id, id), eq(outgoingMails.dueAt, dueAt))),
  ]);
  return claimed?.rowsAffected === 1;
}

async function loadSettings({ db }: Services): Promise<SchoolSettings> {
  const row = await db
    .select({ text: sql<string>`${school.settings}` })
    .from(school)
    .get();
  return readSettings(row?.text);
}

async function messageOf(services: Services, { kind, userId, name, email, language }: Due, school: SchoolSettings) {
  const reader = readerOf(chosenLanguage([language, school.language], services.policy.languages));
  const linkKind = linkKindOf(kind);
  const link = linkKind && (await makeLink(services, { userId, kind: linkKind }, { mailedTo: email })).url;
  return mailOf(kind, { schoolName: school.name, baseUrl: services.policy.baseUrl, person: { name, email }, link }, reader);
}

/** One try. What goes wrong is logged without the mail's text, which holds a link. */
async function trySending(services: Services, mail: Mail, due: Due, school: SchoolSettings): Promise<void> {
  if (!(await claim(services, due))) return;
  const { id, kind, userId, tries } = due;
  try {
    await mail.send(await messageOf(services, due, school));
  } catch (error) {
    services.log('warn', 'mail.failed', { kind, userId, tries: tries + 1, reason: error instanceof Error ? error.message : '' });
    return;
  }
  const sent = { dueAt: null, sentAt: services.now() };
  await services.commit([services.db.update(outgoingMails).set(sent).where(eq(outgoingMails.id, id))]);
  services.log('info', 'mail.sent', { kind, userId });
}

/** In the demo, whose log nobody else reads, a link that no mail carries is logged once; the request goes on waiting. */
async function showInLog(services: Services, due: Due): Promise<void> {
  const isUntried = and(eq(outgoingMails.id, due.id), eq(outgoingMails.tries, 0));
  const [taken] = await services.commit([services.db.update(outgoingMails).set({ tries: 1 }).where(isUntried)]);
  const kind = linkKindOf(due.kind);
  if (taken?.rowsAffected !== 1 || !kind) return;
  const { url } = await makeLink(services, { userId: due.userId, kind });
  services.log('info', 'mail.demo', { kind, to: due.email, link: url });
}

/** Sends the mails that are due. A job of `now`; many processes may run it, and each try is one process's. */
export async function deliverOutgoing(services: Services): Promise<void> {
  const { mail, policy } = services;
  if (!mail && !policy.isDemo) return;
  const due = await loadDue(services, mail ? WAITS_MS.length : 0);
  if (due.length === 0) return;
  const settings = await loadSettings(services);
  await Promise.all(due.map((one) => (mail ? trySending(services, mail, one, settings) : showInLog(services, one))));
}

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
  const { userId, kind, createdAt, tries, dueAt, sentAt } = outgoingMails;
  const isWaitingOrGivenUp = or(isNotNull(dueAt), gt(tries, WAITS_MS.length));
  return db
    .select({ userId, name: users.name, email: users.email, kind: sql<PasswordLinkKind>`${kind}`, createdAt, tries })
    .from(outgoingMails)
    .innerJoin(users, eq(users.id, userId))
    .where(
      and(
        ...[isNull(sentAt), isWaitingOrGivenUp, mail ? gt(tries, 0) : undefined],
        ...[inArray(kind, ['invite', 'reset']), IS_THERE],
      ),
    )
    .orderBy(desc(createdAt))
    .limit(LISTED);
}
