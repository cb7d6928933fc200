/** What a message says where it is sent: the words of the inbox, as plain text, in the language of its reader. */
import { formatOf } from '#app/words/format';
import { i18nOf } from '#app/words/i18n';
import type { WordNotification } from '#domain/message/said';
import { markdownText } from './markdown-text';
import { notificationWords } from './notification-words';

export const wordNotification: WordNotification = (message, { language, zone, locale }) => {
  const { title, body } = notificationWords(formatOf({ zone, locale }, i18nOf(language)), message);
  return { title, body: message.kind === 'announcement' ? markdownText(body) : body };
};
