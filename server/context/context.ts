/**
 * What a use case may reach: the parts a process builds once (`Services`) and what one request adds (`Context`).
 * Services take a context as their first argument and never look anything up elsewhere.
 */
import type { InStatement, ResultSet } from '@libsql/client';
import type { Query } from 'drizzle-orm';
import type { Database } from '#db/client';
import type { Bytes } from '#domain/encoding';
import type { HistoryKey } from '#domain/history';
import type { WordNotification } from '#domain/message/said';
import type { Actor } from '#domain/person/user';
import type { Language } from '#domain/words/language';
import type { Anchor } from '#server/channels/anchor';
import type { Mail } from '#server/channels/mail';
import type { Push } from '#server/channels/push';
import type { Webhook } from '#server/channels/webhook';
import type { Backups } from './backups';
import type { CodeKeys } from './code-keys';
import type { DeviceKeys } from './device-keys';

/** A structured log line: an event name and plain fields. Never a token, a password or a cookie. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: Record<string, unknown>) => void;

/** A statement of a write: of Drizzle's builder, or written by hand. */
export type Write = InStatement | { toSQL: () => Query };

/** Runs statements as one atomic write and answers each one's result, in order.
 *  Concurrent callers may share a durable commit; one caller's failure never touches another's.
 *  @param screens that can look different by it; any, when left out */
export type Commit = (statements: Write[], screens?: Screens) => Promise<ResultSet[]>;

/** Those of one class session, by its id, or none at all. */
export type Screens = number | 'none';

/** The part of the configuration that rules depend on. */
export type Policy = {
  /** Origin people reach the school at, without a trailing slash. */
  baseUrl: string;
  /** Length of check-in; 0 means that no check-in is ever accepted. */
  codeTtlMinutes: number;
  /** Loopback only, seeded with the demo school. */
  isDemo: boolean;
  /** Languages that people may read it in. */
  languages: readonly Language[];
};

/** Built once a process. */
export type Services = {
  db: Database;
  commit: Commit;
  /** Root of every class session's key. */
  schoolKey: Bytes;
  codeKeys: CodeKeys;
  /** Verifies what devices have signed. */
  deviceKeys: DeviceKeys;
  /** Signs the seals of the history. */
  historyKey: HistoryKey;
  policy: Policy;
  /** Null where no mail leaves: links about accounts are shown to administrators instead. */
  mail: Mail | null;
  push: Push | null;
  webhook: Webhook | null;
  /** What a message says. Null where the app, whose words they are, is not at hand: then no message is sent. */
  wordNotification: WordNotification | null;
  /** Whether the disk under the database is full. Null where there is none to look at. */
  isDiskFull: (() => Promise<boolean>) | null;
  /** Null where there is no file to copy: the database is a server's. */
  backups: Backups | null;
  /** Where the history's head is told outside the database; null for the log alone. */
  anchor: Anchor | null;
  log: Log;
  /** Epoch ms. */
  now: () => number;
};

/** The sign-in a request came with. `id` is the hash of the token in the cookie. */
export type LoginSession = { id: string; userId: number; deviceId: string | null; expiresAt: Date; lastSeenAt: number };

/** One request's view of the services. */
export type Context = Services & {
  requestId: string;
  /** Network address of the client, as far as trusted proxies tell. */
  address: string;
  userAgent: string;
  actor: Actor | null;
  loginSession: LoginSession | null;
  /** What the school is read in by those who chose none. */
  schoolLanguage: Language;
  /** Value of a request cookie, or null. */
  cookie: (name: string) => string | null;
  /** Adds a Set-Cookie header to the response of this request. */
  setCookie: (header: string) => void;
};

/** A context whose actor is known and active: what every use case behind a sign-in receives. */
export type ActorContext = Context & { actor: Actor; loginSession: LoginSession };
