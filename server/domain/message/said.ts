/** What a message says, for whoever sends it elsewhere. The words are the app's, made in the language of its reader. */
import type { Language } from '#domain/words/language';
import type { Notification } from './notification';

/** `body` is plain text. */
export type Said = { title: string; body: string };

/** How its reader has dates and words written. `about` is the student whose message it is, where a guardian reads it. */
export type SaidTo = { language: Language /** IANA name. */; zone: string; locale: string; about?: string };

export type WordNotification = (message: Notification, reader: SaidTo) => Said;
