/** Messages on their way out by mail: what is due to one person goes as one. */
import { groupBy } from '#domain/group';
import { GROUP_OF } from '#domain/message/channel';
import { notificationMail } from '#domain/message/notification-mail';
import type { UnsubscribeFrom } from '#domain/message/unsubscribing';
import * as paths from '#domain/paths';
import type { MailMessage } from '#domain/school/mail';
import { readerOf } from '#domain/words/translate';
import { unsubscribeToken } from '#server/auth/unsubscribing';
import type { Mail } from '#server/channels/mail';
import type { Services } from '#server/context/context';
import { type DueMessage, loadDueMessages, loadDuePeople, type Round, readerFor, saidBy } from './message-due';
import { mailKey, messageIdOf } from './message-id';
import type { Load, Parcel } from './queue';

/** Messages of one portion, and mails. They go side by side, so that one slow server costs one time-out. */
const MESSAGES_AT_ONCE = 200;
const MAILS_AT_ONCE = 10;

/** The group that all are of, or all. */
function groupOf(parts: readonly DueMessage[]): UnsubscribeFrom {
  const groups = new Set(parts.map(({ messageKind }) => GROUP_OF[messageKind]));
  const [only] = groups;
  return only && groups.size === 1 ? only : 'all';
}

/** @param first of `parts` */
async function mailOf(services: Services, round: Round, first: DueMessage, parts: readonly DueMessage[]): Promise<MailMessage> {
  const { policy, schoolKey } = services;
  const token = unsubscribeToken(schoolKey, first.userId, groupOf(parts));
  const facts = {
    schoolName: round.settings.name,
    url: policy.baseUrl + paths.inbox(parts.length === 1 ? first.messageId : undefined),
    unsubscribeUrl: policy.baseUrl + paths.unsubscribe(token),
    person: { name: first.name, email: first.email },
    messageId: await messageIdOf(services, first.email, parts),
  };
  const said = parts.map((part) => saidBy(services, round, part));
  return notificationMail(said, facts, readerOf(readerFor(services, round, first).language));
}

function parcelOf(services: Services, round: Round, mail: Mail, parts: readonly [DueMessage, ...DueMessage[]]): Parcel {
  const [first] = parts;
  return {
    ids: parts.map(({ id }) => id),
    tries: first.tries,
    told: { channel: 'mail', level: 'debug', kind: first.messageKind, userId: first.userId, messages: parts.length },
    send: async (claimed) => {
      const going = parts.filter(({ id }) => claimed.has(id));
      await mail.send(await mailOf(services, round, going[0] ?? first, going));
    },
  };
}

/** Mails of messages that are due. */
export function loadMessageMails(round: Round): Load {
  return async (services) => {
    const { mail } = services;
    if (!mail) return [];
    const userIds = (await loadDuePeople(services, 'mail', round, MESSAGES_AT_ONCE)).slice(0, MAILS_AT_ONCE);
    if (userIds.length === 0) return [];
    const due = await loadDueMessages(services, 'mail', round, { most: MESSAGES_AT_ONCE, userIds });
    return [...groupBy(due, (part) => mailKey(part.userId, part)).values()].flatMap(([first, ...rest]) =>
      first ? [parcelOf(services, round, mail, [first, ...rest])] : [],
    );
  };
}
