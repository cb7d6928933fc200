/** Mail over SMTP, for Node: a Worker has no such connections, so only the Node server imports this. */
import { createTransport } from 'nodemailer';
import type { Mail } from './mail';

/** A mail server that has not answered by then is tried again later. */
const TIMEOUT_MS = 10_000;

/** Connections, as many as mails go side by side; each is kept for the next mail, and given up after a moment without one. */
const CONNECTIONS = 20;
const IDLE_MS = 2_000;

/** How mail programs offer to end mails like this one (RFC 2369, RFC 8058). */
function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** @param url `smtp://` or `smtps://`, with an account where the server wants one  @param from an address, alone or behind a name */
export function smtpMail({ url, from }: { url: string; from: string }): Mail {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: CONNECTIONS,
      idleTimeout: IDLE_MS,
      // Whether a mail that broke off is tried again, and when, is the queue's matter.
      maxRequeues: 0,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: 2 * TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    // Answers of absence and of other machines to a mail that no person wrote help nobody (RFC 3834).
    { from, headers: { 'Auto-Submitted': 'auto-generated' } },
  );
  return {
    async send({ to, subject, text, html, unsubscribeUrl, messageId }) {
      const headers = unsubscribeUrl ? unsubscribeHeaders(unsubscribeUrl) : {};
      await transport.sendMail({ to, subject, text, html, headers, ...(messageId && { messageId }) });
    },
  };
}
