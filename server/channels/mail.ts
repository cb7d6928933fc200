/** The way out for mail, whatever carries it. What a mail says is `#domain/mail`; when it goes is the outbox's matter. */
import type { MailMessage } from '#domain/school/mail';

/** `send` resolves when the next server has taken the mail over, and rejects when it has not: it may be tried again. */
export type Mail = { send: (message: MailMessage) => Promise<void> };
