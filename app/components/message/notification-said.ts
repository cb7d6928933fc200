/** What a message says where it is sent: the words of the inbox, as plain text, in the language of its reader. */
import { msg } from '@lingui/core/macro';
import { guardianWords } from '#app/components/alert/guardian-words';
import { type Format, formatOf } from '#app/words/format';
import { i18nOf } from '#app/words/i18n';
import type { Notification } from '#domain/message/notification';
import type { WordNotification } from '#domain/message/said';
import { markdownText } from './markdown-text';
import { notificationWords } from './notification-words';

/** @param about the student, where a guardian reads it */
function wordsOf(format: Format, message: Notification, about: string | undefined) {
  const isToldToGuardians = message.kind === 'alert' || message.kind === 'alert-retracted';
  return about !== undefined && isToldToGuardians ? guardianWords(format, message, about) : notificationWords(format, message);
}

type Announced = Extract<Notification, { kind: 'announcement' }>;

/** A file stays where it is: whoever is still to read it is asked there. */
function announcedText({ i18n }: Format, { facts: { body, attachment } }: Announced): string {
  const text = markdownText(body);
  return attachment ? `${text}\n${i18n._(msg`There is a file with it in your inbox.`)}` : text;
}

export const wordNotification: WordNotification = (message, { language, zone, locale, about }) => {
  const format = formatOf({ zone, locale }, i18nOf(language));
  const { title, body } = wordsOf(format, message, about);
  return { title, body: message.kind === 'announcement' ? announcedText(format, message) : body };
};
