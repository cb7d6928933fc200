/** What a message says, for whoever sends it elsewhere. The words are the app's, made in the language of its reader. */
import type { Language } from '#domain/words/language';
import type { Notification } from './notification';

/** `body` is plain text. */
export type Said = { title: string; body: string };

/** How its reader has dates and words written. */
export type SaidTo = { language: Language /** IANA name. */; zone: string; locale: string };

export type WordNotification = (message: Notification, reader: SaidTo) => Said;
