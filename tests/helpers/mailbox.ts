/** A real mail server for tests: takes mails over SMTP on this machine, and keeps what arrived as a mail program would read it. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type Mailbox = AsyncDisposable & {
  url: string;
  mails: ParsedMail[];
  /** From now on every mail is refused, or taken again. */
  refuse: (isRefusing: boolean) => void;
  /** The first mail to an address beyond those it had `before`.
   *  @throws when none has come after ten seconds */
  nextTo: (address: string, before?: number) => Promise<ParsedMail>;
};

const WAIT_MS = 10_000;

/** The people a mail is for, as they stand in it. */
export function recipientOf(mail: ParsedMail): string | undefined {
  return [mail.to ?? []].flat()[0]?.value[0]?.address;
}

/** The link in a mail's text.
 *  @throws when there is none */
export function linkIn(mail: ParsedMail): string {
  const link = /https?:\S+#\S+/.exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`no link in: ${mail.text}`);
  return link;
}

/** `await using mailbox = await openMailbox()`. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  let isRefusing = false;
  const server = new SMTPServer({
    authOptional: true,
    // A sender may keep its connection for a while.
    closeTimeout: 50,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_address, _session, done) => done(isRefusing ? new Error('No room in this mailbox') : null),
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
  });
  // A sender may be stopped in the middle of a mail.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  async function nextTo(address: string, before = 0): Promise<ParsedMail> {
    for (const until = Date.now() + WAIT_MS; Date.now() < until; ) {
      const mail = mails.filter((one) => recipientOf(one) === address)[before];
      if (mail) return mail;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${address} after ${WAIT_MS} ms`);
  }
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (next) => {
      isRefusing = next;
    },
    nextTo,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
