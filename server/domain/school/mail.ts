/** Mails about accounts, as pure functions: what each says, in plain text and in simple HTML. Nothing in them tells that one was opened. */
import type { LinkKind } from '#domain/one-time-code';

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
export type Message = { to: { name: string; address: string }; subject: string; text: string; html: string };

export type MailFacts = {
  schoolName: string;
  baseUrl: string;
  /** `email` is where it goes. */
  person: { name: string; email: string };
  /** Where the mail leads; null for one that only tells. */
  link: string | null;
};

const NOT_YOU =
  'If it was not you, choose a new password at once with “Forgotten password” on the sign-in page, and tell your school.';

type Words = { subject: string; before: string[]; button: string; after: string[] };

function wordsOf(kind: MailKind, { schoolName, person }: MailFacts): Words {
  switch (kind) {
    case 'invite':
      return {
        subject: `Your account at ${schoolName}`,
        before: [
          `${schoolName} uses Muster for attendance and has made an account for you.`,
          `Open this link within 14 days to choose your password. From then on you sign in with ${person.email}.`,
        ],
        button: 'Choose a password',
        after: ['The link works once. If you did not expect this mail, ask your school before you open it.'],
      };
    case 'reset':
      return {
        subject: `A new password for ${schoolName}`,
        before: [
          'Somebody, probably you, asked for a new password for your account. Open this link within 30 minutes to choose one.',
        ],
        button: 'Choose a new password',
        after: ['The link works once. If it was not you, leave it: your password stays as it is.'],
      };
    case 'confirm':
      return {
        subject: `Confirm your address for ${schoolName}`,
        before: [
          `Somebody, probably you, asked for an account at ${schoolName} with this address. Open this link within 7 days to confirm that the address is yours.`,
          'After that an administrator of your school lets you in.',
        ],
        button: 'Confirm the address',
        after: ['The link works once. If you did not ask for an account, leave it, and tell your school.'],
      };
    case 'password-changed':
      return {
        subject: `Your password at ${schoolName} was changed`,
        before: [
          'The password of your account was changed a moment ago, and you were signed out on other browsers. If it was chosen with a link, your passkeys were removed as well.',
        ],
        button: 'Open Muster',
        after: [NOT_YOU],
      };
    case 'passkey-added':
      return {
        subject: `A passkey was added to your account at ${schoolName}`,
        before: ['A passkey was added to your account a moment ago. Whoever has it signs in without your password.'],
        button: 'Open Muster',
        after: [`${NOT_YOU} A new password chosen that way removes every passkey.`],
      };
    case 'passkey-removed':
      return {
        subject: `A passkey was removed from your account at ${schoolName}`,
        before: ['A passkey of your account was removed a moment ago and signs in no more.'],
        button: 'Open Muster',
        after: [NOT_YOU],
      };
    case 'address-changed':
      return {
        subject: `Your account at ${schoolName} has another address`,
        before: [
          'Your school changed the address of your account a moment ago. This one no longer signs in, and mails about the account go to the other one.',
        ],
        button: 'Open Muster',
        after: ['If you did not expect this, tell your school at once: whoever reads the other address could use your account.'],
      };
  }
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A subject or a name is one line: whatever would start another header is a space. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;

function htmlOf(greeting: string, { before, button, after }: Words, url: string): string {
  const address = escapeHtml(url);
  const look = 'display:inline-block;padding:12px 20px;border-radius:8px;background:#005b63;color:#ffffff;text-decoration:none';
  const parts = [
    ...[greeting, ...before].map((text) => paragraph(escapeHtml(text))),
    paragraph(`<a href="${address}" style="${look}">${escapeHtml(button)}</a>`),
    paragraph(`Or copy this address: <br>${address}`),
    ...after.map((text) => paragraph(escapeHtml(text))),
  ];
  return `<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif;max-width:34rem;margin:24px auto;padding:0 16px">${parts.join('')}</body></html>`;
}

/** The mail of a kind. What people are called is escaped where it could mean something else. Never throws. */
export function mailOf(kind: MailKind, facts: MailFacts): Message {
  const { schoolName, person, link, baseUrl } = facts;
  const words = wordsOf(kind, facts);
  const url = link ?? baseUrl;
  const greeting = `Hello ${person.name},`;
  const text = [greeting, ...words.before, url, ...words.after, schoolName].join('\n\n');
  return {
    to: { name: oneLine(person.name), address: person.email },
    subject: oneLine(words.subject),
    text: `${text}\n`,
    html: htmlOf(greeting, words, url),
  };
}

/** The kind of link that a mail of this kind carries; null for one that only tells. */
export function linkKindOf(kind: MailKind): LinkKind | null {
  return kind === 'invite' || kind === 'reset' || kind === 'confirm' ? kind : null;
}
