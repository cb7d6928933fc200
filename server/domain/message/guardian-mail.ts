/** The mail that asks a guardian whether an address is theirs. Whoever typed the address may have been wrong, so it names the school alone:
 *  neither the student nor the guardian. */
import type { MailMessage } from '#domain/school/mail';
import { button, footnote, mailDocument, oneLine, paragraph } from '#domain/school/mail-html';
import type { MessageId } from '#domain/words/message';
import type { Reader } from '#domain/words/translate';
import type { NotificationMailFacts } from './notification-mail';

/** @param facts.url where the button leads */
export function guardianConfirmMail(facts: NotificationMailFacts, reader: Reader): MailMessage {
  const { schoolName, url, unsubscribeUrl, person, messageId } = facts;
  const say = (id: MessageId) => reader.say({ id, values: { school: schoolName } });
  const lead = [say('delivery.guardian-who'), say('delivery.guardian-then')];
  const [rest, stop] = [say('delivery.guardian-unexpected'), say('delivery.guardian-never')];
  const parts = [
    ...lead.map((one) => paragraph(one)),
    button(url, { open: say('mail.confirm-address'), copy: say('mail.copy') }),
    footnote(rest, { url: unsubscribeUrl, text: stop }),
  ];
  return {
    to: { name: '', address: person.email },
    subject: oneLine(say('delivery.guardian-subject')),
    text: `${[...lead, url, schoolName, `${rest} ${stop}: ${unsubscribeUrl}`].join('\n\n')}\n`,
    html: mailDocument(parts, reader),
    unsubscribeUrl,
    messageId,
  };
}
