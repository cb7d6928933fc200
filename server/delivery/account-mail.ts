/** Mails about accounts on their way out. The link of one is made as it is sent. */
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { deliveries, users } from '#db/schema';
import { linkKindOf, type MailKind, mailOf } from '#domain/school/mail';
import type { SchoolSettings } from '#domain/school/school';
import { chosenLanguage } from '#domain/words/language';
import { readerOf } from '#domain/words/translate';
import { makeLink } from '#server/auth/account/account-link';
import { IS_STILL_FOR } from '#server/auth/account/outgoing-mail';
import type { Services } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import type { Parcel } from './queue';

/** Mails of one portion. They go side by side, so that one slow server costs one time-out. */
const AT_ONCE = 10;

type Due = {
  id: number;
  kind: MailKind;
  tries: number;
  userId: number;
  name: string;
  email: string;
  language: string | null;
};

function loadDue({ db, now }: Services): Promise<Due[]> {
  const { id, kind, tries, dueAt, address, channel, notificationId } = deliveries;
  const isDue = and(eq(channel, 'mail'), lte(dueAt, now()), isNull(notificationId));
  return db
    .select({
      id,
      kind: sql<MailKind>`${kind}`,
      tries,
      userId: users.id,
      name: sql<string>`coalesce(${users.preferredName}, ${users.name})`,
      email: sql<string>`coalesce(${address}, ${users.email})`,
      language: users.language,
    })
    .from(deliveries)
    .innerJoin(users, eq(users.id, deliveries.userId))
    .where(and(isDue, IS_STILL_FOR))
    .orderBy(asc(dueAt))
    .limit(AT_ONCE);
}

async function messageOf(services: Services, { kind, userId, name, email, language }: Due, school: SchoolSettings) {
  const reader = readerOf(chosenLanguage([language, school.language], services.policy.languages));
  const linkKind = linkKindOf(kind);
  const link = linkKind && (await makeLink(services, { userId, kind: linkKind }, { mailedTo: email })).url;
  return mailOf(kind, { schoolName: school.name, baseUrl: services.policy.baseUrl, person: { name, email }, link }, reader);
}

/** Mails about accounts that are due. */
export async function loadAccountMails(services: Services): Promise<Parcel[]> {
  const { mail } = services;
  const due = mail ? await loadDue(services) : [];
  if (!mail || due.length === 0) return [];
  const settings = await loadSettings(services);
  return due.map((one) => ({
    ids: [one.id],
    tries: one.tries,
    told: { channel: 'mail', level: 'info', kind: one.kind, userId: one.userId },
    send: async () => mail.send(await messageOf(services, one, settings)),
  }));
}

/** In the demo, whose log nobody else reads, a link that no mail carries is logged once; the request goes on waiting. */
async function showInLog(services: Services, due: Due): Promise<void> {
  const isUntried = and(eq(deliveries.id, due.id), eq(deliveries.tries, 0));
  const [taken] = await services.commit([services.db.update(deliveries).set({ tries: 1 }).where(isUntried)]);
  const kind = linkKindOf(due.kind);
  if (taken?.rowsAffected !== 1 || !kind) return;
  const { url } = await makeLink(services, { userId: due.userId, kind });
  services.log('info', 'mail.demo', { kind, to: due.email, link: url });
}

/** Shows the links of a demo that sends no mail. */
export async function showLinksInLog(services: Services): Promise<void> {
  if (services.mail || !services.policy.isDemo) return;
  const due = await loadDue(services);
  await Promise.all(due.filter(({ tries }) => tries === 0).map((one) => showInLog(services, one)));
}
