/** Messages of an inbox as one mail, in plain text and in simple HTML, with the way to end them. */
import type { MailMessage } from '#domain/school/mail';
import { button, footnote, mailDocument, oneLine, paragraph } from '#domain/school/mail-html';
import type { MessageId } from '#domain/words/message';
import type { Reader } from '#domain/words/translate';
import type { Said } from './said';

export type NotificationMailFacts = {
  schoolName: string;
  /** Where the button leads. */
  url: string;
  /** Ends mails like this one, without signing in. */
  unsubscribeUrl: string;
  person: { name: string; email: string };
  /** The same when it is sent again, so that mail programs show it once. */
  messageId: string;
  /** Whom it is about, where a guardian reads it. */
  student?: string;
};

/** What the button and the small print say to people with an account, and to guardians. */
const OWN = { open: 'delivery.mail-open', why: 'delivery.mail-why' } as const;
const GUARDIAN = { open: 'delivery.guardian-open', why: 'delivery.guardian-why' } as const;

/** @param said at least one, the earliest first */
export function notificationMail(said: readonly Said[], facts: NotificationMailFacts, reader: Reader): MailMessage {
  const { schoolName, url, unsubscribeUrl, person, messageId, student = '' } = facts;
  const words = facts.student === undefined ? OWN : GUARDIAN;
  const values = { name: person.name, school: schoolName, count: said.length, student };
  const say = (id: MessageId) => reader.say({ id, values });
  const [first] = said;
  const subject = first && said.length === 1 ? first.title : say('delivery.mail-several');
  const [greeting, why, stop] = [say('delivery.mail-greeting'), say(words.why), say('delivery.mail-stop')];
  const texts = said.map(({ title, body }) => `${title}\n${body}`);
  const text = [greeting, ...texts, url, schoolName, `${why} ${stop}: ${unsubscribeUrl}`].join('\n\n');
  const parts = [
    paragraph(greeting),
    ...said.map(({ title, body }) => paragraph(body, title)),
    button(url, { open: say(words.open), copy: say('delivery.mail-copy') }),
    footnote(why, { url: unsubscribeUrl, text: stop }),
  ];
  return {
    to: { name: oneLine(person.name), address: person.email },
    subject: oneLine(subject),
    text: `${text}\n`,
    html: mailDocument(parts, reader),
    unsubscribeUrl,
    messageId,
  };
}
