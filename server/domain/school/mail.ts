/** Mails about accounts, as pure functions: what each says, in plain text and in simple HTML. Nothing in them tells that one was opened. */
import type { LinkKind } from '#domain/one-time-code';
import type { MessageId } from '#domain/words/message';
import type { Reader } from '#domain/words/translate';
import { button, mailDocument, oneLine, paragraph } from './mail-html';

/** `invite`, `reset` and `confirm` carry a link. The others tell the owner what happened, `address-changed` at the address the account
 *  had before. */
export const MAIL_KINDS = [
  'invite',
  'reset',
  'confirm',
  'password-changed',
  'passkey-added',
  'passkey-removed',
  'address-changed',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** One mail, ready to be sent. */
export type MailMessage = {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Ends mails like this one by a POST without a sign-in (RFC 8058). Mails about accounts have none. */
  unsubscribeUrl?: string;
  /** Left out, the server that takes it makes one. */
  messageId?: string;
};

export type MailFacts = {
  schoolName: string;
  baseUrl: string;
  /** `email` is where it goes. */
  person: { name: string; email: string };
  /** Where the mail leads; null for one that only tells. */
  link: string | null;
};

/** The texts of a kind of mail, in their order before and after its button. */
type Words = { subject: MessageId; before: MessageId[]; button: MessageId; after: MessageId[] };

const WORDS: Record<MailKind, Words> = {
  invite: {
    subject: 'mail.invite-subject',
    before: ['mail.invite-who', 'mail.invite-open'],
    button: 'mail.choose-password',
    after: ['mail.invite-unexpected'],
  },
  reset: {
    subject: 'mail.reset-subject',
    before: ['mail.reset-open'],
    button: 'mail.choose-new-password',
    after: ['mail.reset-unexpected'],
  },
  confirm: {
    subject: 'mail.confirm-subject',
    before: ['mail.confirm-open', 'mail.confirm-then'],
    button: 'mail.confirm-address',
    after: ['mail.confirm-unexpected'],
  },
  'password-changed': {
    subject: 'mail.password-changed-subject',
    before: ['mail.password-changed'],
    button: 'mail.open',
    after: ['mail.not-you'],
  },
  'passkey-added': {
    subject: 'mail.passkey-added-subject',
    before: ['mail.passkey-added'],
    button: 'mail.open',
    after: ['mail.not-you-passkeys'],
  },
  'passkey-removed': {
    subject: 'mail.passkey-removed-subject',
    before: ['mail.passkey-removed'],
    button: 'mail.open',
    after: ['mail.not-you'],
  },
  'address-changed': {
    subject: 'mail.address-changed-subject',
    before: ['mail.address-changed'],
    button: 'mail.open',
    after: ['mail.address-changed-unexpected'],
  },
};

/** The mail of a kind. What people are called is escaped where it could mean something else. Never throws. */
export function mailOf(kind: MailKind, { schoolName, person, link, baseUrl }: MailFacts, reader: Reader): MailMessage {
  const values = { school: schoolName, name: person.name, email: person.email };
  const say = (id: MessageId) => reader.say({ id, values });
  const { subject, before, button: open, after } = WORDS[kind];
  const [greeting, lead, rest] = [say('mail.greeting'), before.map(say), after.map(say)];
  const url = link ?? baseUrl;
  const text = [greeting, ...lead, url, ...rest, schoolName].join('\n\n');
  const parts = [
    ...[greeting, ...lead].map((one) => paragraph(one)),
    button(url, { open: say(open), copy: say('mail.copy') }),
    ...rest.map((one) => paragraph(one)),
  ];
  return {
    to: { name: oneLine(person.name), address: person.email },
    subject: oneLine(say(subject)),
    text: `${text}\n`,
    html: mailDocument(parts, reader),
  };
}

/** The kind of link that a mail of this kind carries; null for one that only tells. */
export function linkKindOf(kind: MailKind): LinkKind | null {
  return kind === 'invite' || kind === 'reset' || kind === 'confirm' ? kind : null;
}
