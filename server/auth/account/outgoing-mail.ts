/** The outbox of mails about accounts: written with the change they tell of, sent by a job, tried again when a server does not take them. */
import type { InStatement } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { PasswordLinkKind } from '#domain/one-time-code';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { linkKindOf, type MailKind, mailOf } from '#domain/school/mail';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import type { ActorContext, Services } from '#server/context/context';
import { readerIn } from '#server/context/words';
import { makeLink } from './account-link';

/** How long after each failed try the next one comes; after the last it is given up and shown to administrators. */
const WAITS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS];

/** Mails of one round. They go side by side, so that one slow server costs one time-out. */
const AT_ONCE = 10;

/** SQL on `users u`: whether mail can reach the person. */
export const HAS_ADDRESS = `u.email not like '%${NO_ADDRESS_DOMAIN}'`;

/** Whom a mail of each kind is for, by the columns of `users u`: what has changed since it was asked for counts. */
const IS_FOR: Record<MailKind, string> = {
  invite: `u.state <> 'suspended' and u.archived_at is null and u.password_hash is null and ${HAS_ADDRESS}`,
  reset: `u.state = 'active' and u.archived_at is null and u.password_hash is not null and ${HAS_ADDRESS}`,
  confirm: `u.email_confirmed_at is null and u.state <> 'suspended' and u.archived_at is null and u.password_hash is not null and ${HAS_ADDRESS}`,
  'password-changed': HAS_ADDRESS,
  'passkey-added': HAS_ADDRESS,
  'passkey-removed': HAS_ADDRESS,
  // Goes to the address before, which the change itself has written down (`services/address-change`).
  'address-changed': 'true',
};

type Mail = NonNullable<Services['mail']>;
type Due = { id: number; kind: MailKind; tries: number; dueAt: number; userId: number; name: string; email: string };

/** Puts a mail of `kind` in the outbox for every user that `where` (on `users u`) selects and the kind is for. One that still waits
 *  is not doubled but comes to its turn again. */
export function queueMail(kind: MailKind, where: string, args: Record<string, string | number>): InStatement {
  return {
    sql: `insert into outgoing_mails (user_id, kind, created_at, due_at)
      select u.id, '${kind}', :now, :now from users u where ${IS_FOR[kind]} and ${where}
      on conflict (user_id, kind) where due_at is not null do update set created_at = :now, due_at = :now, tries = 0
      returning user_id as userId`,
    args,
  };
}

/** Forgets mails of one kind to a person that were not sent: what they are for is done. */
export function dropWaitingMail({ userId, kind }: { userId: number; kind: MailKind }): InStatement {
  return { sql: 'delete from outgoing_mails where user_id = ? and kind = ? and sent_at is null', args: [userId, kind] };
}

const IS_STILL_FOR = Object.entries(IS_FOR).map(([kind, rule]) => `(m.kind = '${kind}' and ${rule})`);

const DUE = `select m.id, m.kind, m.tries, m.due_at dueAt, u.id userId, coalesce(u.preferred_name, u.name) name,
    coalesce(m.address, u.email) email
  from outgoing_mails m join users u on u.id = m.user_id
  where m.due_at <= ? and m.tries <= ? and (${IS_STILL_FOR.join(' or ')}) order by m.due_at limit ?`;

/** Takes a mail for one try and says when the next would be; false when another process was quicker. */
async function claim({ commit, now }: Services, { id, tries, dueAt }: Due): Promise<boolean> {
  const wait = WAITS_MS[tries];
  const sql = 'update outgoing_mails set tries = tries + 1, due_at = ? where id = ? and due_at = ?';
  const [claimed] = await commit([{ sql, args: [wait === undefined ? null : now() + wait, id, dueAt] }]);
  return claimed?.rowsAffected === 1;
}

async function schoolName({ db }: Services): Promise<string> {
  const row = await queryRow<{ name: string | null }>(db, "select settings ->> 'name' as name from school limit 1");
  return row?.name ?? DEFAULT_SETTINGS.name;
}

async function messageOf(services: Services, { kind, userId, name, email }: Due, school: string) {
  const linkKind = linkKindOf(kind);
  const link = linkKind && (await makeLink(services, { userId, kind: linkKind }, { mailedTo: email })).url;
  return mailOf(kind, { schoolName: school, baseUrl: services.policy.baseUrl, person: { name, email }, link }, readerIn('en'));
}

/** One try. What goes wrong is logged without the mail's text, which holds a link. */
async function trySending(services: Services, mail: Mail, due: Due, school: string): Promise<void> {
  if (!(await claim(services, due))) return;
  const { id, kind, userId, tries } = due;
  try {
    await mail.send(await messageOf(services, due, school));
  } catch (error) {
    services.log('warn', 'mail.failed', { kind, userId, tries: tries + 1, reason: error instanceof Error ? error.message : '' });
    return;
  }
  await services.commit([
    { sql: 'update outgoing_mails set due_at = null, sent_at = ? where id = ?', args: [services.now(), id] },
  ]);
  services.log('info', 'mail.sent', { kind, userId });
}

/** In the demo, whose log nobody else reads, a link that no mail carries is logged once; the request goes on waiting. */
async function showInLog(services: Services, due: Due): Promise<void> {
  const sql = 'update outgoing_mails set tries = 1 where id = ? and tries = 0';
  const [taken] = await services.commit([{ sql, args: [due.id] }]);
  const kind = linkKindOf(due.kind);
  if (taken?.rowsAffected !== 1 || !kind) return;
  const { url } = await makeLink(services, { userId: due.userId, kind });
  services.log('info', 'mail.demo', { kind, to: due.email, link: url });
}

/** Sends the mails that are due. A job of `now`; many processes may run it, and each try is one process's. */
export async function deliverOutgoing(services: Services): Promise<void> {
  const { mail, policy } = services;
  if (!mail && !policy.isDemo) return;
  const due = await queryRows<Due>(services.db, DUE, [services.now(), mail ? WAITS_MS.length : 0, AT_ONCE]);
  if (due.length === 0) return;
  const name = await schoolName(services);
  await Promise.all(due.map((one) => (mail ? trySending(services, mail, one, name) : showInLog(services, one))));
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

const UNDELIVERED = `select m.user_id userId, u.name, u.email, m.kind, m.created_at createdAt, m.tries
  from outgoing_mails m join users u on u.id = m.user_id
  where m.sent_at is null and (m.due_at is not null or m.tries > :lastTry) and (m.tries > 0 or not :hasMail)
    and m.kind in ('invite', 'reset') and u.state <> 'suspended' and u.archived_at is null
  order by m.created_at desc limit :listed`;

/** People who asked for a link, or were invited, and have not been reached: all of them where there is no mail. Latest first. */
export async function listUndelivered(ctx: ActorContext): Promise<Undelivered[]> {
  const args = { lastTry: WAITS_MS.length, hasMail: ctx.mail !== null, listed: LISTED };
  const rows = await queryRows<Undelivered>(ctx.db, UNDELIVERED, args);
  return rows.map((row) => ({ ...row }));
}
