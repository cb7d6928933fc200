/** Mails to guardians on their way out: the question whether an address is theirs, and what a student's alerts say. What is due to one
 *  guardian goes as one; the links in it are made as it is sent. */
import { and, asc, eq, exists, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import { deliveries, guardians, notifications, users } from '#db/schema';
import { IS_TOLD, MAY_BE_ASKED } from '#db/sql/guardian';
import { isLiveAt } from '#db/sql/notification';
import { groupBy } from '#domain/group';
import { guardianConfirmMail } from '#domain/message/guardian-mail';
import type { Notification } from '#domain/message/notification';
import { notificationMail } from '#domain/message/notification-mail';
import { quietEnd } from '#domain/message/quiet-hours';
import * as paths from '#domain/paths';
import type { MailMessage } from '#domain/school/mail';
import { chosenLanguage } from '#domain/words/language';
import { readerOf } from '#domain/words/translate';
import { makeGuardianLink, stopToken } from '#server/auth/guardian-link';
import type { Services } from '#server/context/context';
import type { Round } from './message-due';
import { mailKey, messageIdOf } from './message-id';
import type { Load, Parcel } from './queue';

/** Messages of one portion, and mails. They go side by side, so that one slow server costs one time-out. */
const MESSAGES_AT_ONCE = 50;
const MAILS_AT_ONCE = 10;

const { id, guardianId, kind, tries, createdAt: queuedAt, dueAt, notificationId } = deliveries;

/** What waits for guardians, by the index of that. */
const isDueAt = (at: number): SQL => sql`${guardianId} > 0 and ${dueAt} is not null and +${dueAt} <= ${at}`;

/** Condition on `deliveries`, `guardians`, `users` and `notifications`: it is still to be sent. */
function isWanted(at: number): SQL {
  return or(
    and(eq(kind, 'guardian-confirm'), MAY_BE_ASKED),
    and(eq(notifications.id, notificationId), isLiveAt(at), IS_TOLD),
  ) as SQL;
}

/** Removes what is due to guardians and has lost its ground: an alert that was withdrawn, somebody who is not told any more. Whoever was to
 *  be asked whether an address is theirs counts as not asked: it is made up for once they may be. */
export async function dropUnwantedOfGuardians({ db, commit, now }: Services): Promise<void> {
  const at = now();
  const wanted = db
    .select({ one: sql`1` })
    .from(guardians)
    .innerJoin(users, eq(users.id, guardians.studentId))
    .leftJoin(notifications, eq(notifications.id, notificationId))
    .where(and(eq(guardians.id, guardianId), isWanted(at)));
  const isUnwanted = and(isDueAt(at), not(exists(wanted)));
  const unasked = db
    .select({ guardianId })
    .from(deliveries)
    .where(and(eq(kind, 'guardian-confirm'), isUnwanted));
  const hasNotAnswered = and(isNull(guardians.confirmedAt), isNull(guardians.unsubscribedAt));
  await commit([
    db
      .update(guardians)
      .set({ askedAt: null })
      .where(and(inArray(guardians.id, unasked), hasNotAnswered)),
    db.delete(deliveries).where(isUnwanted),
  ]);
}

/** What is due, a guardian's together. */
function loadDue({ db, now }: Services) {
  const at = now();
  const message = {
    messageId: notifications.id,
    messageKind: notifications.kind,
    facts: notifications.facts,
    at: notifications.createdAt,
  };
  const guardian = { id: guardians.id, name: guardians.name, email: guardians.email };
  const isTheirs = and(eq(guardians.id, guardianId), eq(users.id, guardians.studentId));
  return (
    db
      .select({ id, kind, tries, queuedAt, dueAt, ...message, guardian, student: users.name })
      .from(deliveries)
      // A cross join is read from the left: the queue leads, whatever is thought of the others.
      .crossJoin(guardians)
      .crossJoin(users)
      .leftJoin(notifications, eq(notifications.id, notificationId))
      .where(and(isDueAt(at), isTheirs, isWanted(at)))
      .orderBy(asc(guardianId), asc(id))
      .limit(MESSAGES_AT_ONCE)
  );
}

type Due = Awaited<ReturnType<typeof loadDue>>[number];

/** In the school's language. */
async function mailTo(services: Services, { settings, word }: Round, parts: readonly [Due, ...Due[]]): Promise<MailMessage> {
  const { policy, schoolKey } = services;
  const [{ kind: what, guardian, student: about }] = parts;
  const purpose = what === 'guardian-confirm' ? 'confirm' : 'days';
  const { zone, locale } = settings;
  const language = chosenLanguage([settings.language], policy.languages);
  const facts = {
    schoolName: settings.name,
    url: await makeGuardianLink(services, { guardianId: guardian.id, email: guardian.email, purpose }),
    unsubscribeUrl: policy.baseUrl + paths.stopGuardianMails(stopToken(schoolKey, guardian)),
    person: guardian,
    messageId: await messageIdOf(services, guardian.email, parts),
  };
  if (purpose === 'confirm') return guardianConfirmMail(facts, readerOf(language));
  const said = parts.map(({ messageId, messageKind, facts: told, at }) =>
    word({ id: messageId, kind: messageKind, facts: told, at, readAt: null } as Notification, { language, zone, locale, about }),
  );
  return notificationMail(said, { ...facts, student: about }, readerOf(language));
}

function parcelOf(services: Services, round: Round, parts: readonly [Due, ...Due[]]): Parcel {
  const [first] = parts;
  return {
    ids: parts.map((part) => part.id),
    tries: first.tries,
    told: {
      channel: 'mail',
      level: 'debug',
      kind: first.messageKind ?? first.kind,
      guardianId: first.guardian.id,
      messages: parts.length,
    },
    send: async (claimed) => {
      const [going = first, ...more] = parts.filter((part) => claimed.has(part.id));
      await services.mail?.send(await mailTo(services, round, [going, ...more]));
    },
  };
}

/** Mails to guardians that are due; none in quiet hours. */
export function loadGuardianMails(round: Round): Load {
  const { messages, zone } = round.settings;
  return async (services) => {
    if (!services.mail || quietEnd(services.now(), { ...messages, zone }) !== null) return [];
    const due = await loadDue(services);
    const each = [...groupBy(due, (part) => mailKey(part.guardian.id, part)).values()].slice(0, MAILS_AT_ONCE);
    return each.flatMap(([first, ...rest]) => (first ? [parcelOf(services, round, [first, ...rest])] : []));
  };
}
