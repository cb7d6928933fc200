/**
 * The environment, read once and checked whole. Nothing else reads `process.env` or a Worker's bindings.
 * Pure: files (the demo's secret) and the network are the business of the composition roots.
 */
import { z } from 'zod';
import { type Language, PSEUDO_LANGUAGE, SOURCE_LANGUAGE } from '#domain/words/language';

/** Where the code runs. A Worker has no files and no defaults that could serve, so more has to be said there. */
export type Target = 'node' | 'worker';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Config = {
  /** Origin people reach the school at, without a trailing slash. */
  baseUrl: string;
  /** Reached from this machine only, and seeded with the demo school. */
  isDemo: boolean;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  databaseUrl: string;
  databaseAuthToken: string | undefined;
  /** Undefined in demo mode on Node only: a random one is made and kept beside the database. */
  secretKey: string | undefined;
  codeTtlMinutes: number;
  /** How many reverse proxies in front are believed about the client. */
  trustProxy: number;
  logLevel: LogLevel;
  /** Where mails go to be delivered. Undefined: links about accounts are shown to administrators instead. */
  smtpUrl: string | undefined;
  /** Whom mails are from; set whenever `smtpUrl` is. */
  mailFrom: string | undefined;
  /** What browsers know this server's pushes by, base64url. Undefined: derived from the secret. */
  vapidKeys: { publicKey: string; privateKey: string } | undefined;
  /** Whom push services turn to. */
  vapidSubject: string;
  /** Hosts, with their ports, inside the network that the webhook may reach. */
  webhookInsideHosts: readonly string[];
  /** A file or an http(s) address that the history's head is told to. Undefined: the log alone. */
  historyAnchor: string | undefined;
  /** Languages on offer. The pseudo-language is for tests. */
  languages: readonly Language[];
};

/** Stops the start. `problems` has one sentence for each thing to set right. */
export class ConfigError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** A shorter secret could be guessed offline from a single token on a screen. */
const MIN_SECRET_LENGTH = 32;

const DEMO_DATABASE = 'file:.data/muster.db';

function integer(min: number, max: number, fallback: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  const digits = z.string().regex(/^\d{1,6}$/, { error, abort: true });
  return digits.transform(Number).pipe(z.number().min(min, error).max(max, error)).default(fallback);
}

/** An http(s) address without path, query or account. */
function isOrigin(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text) && text.replace(/\/$/, '').toLowerCase() === new URL(text).origin;
}

/** A mail server's address, with an account where it wants one. */
function isMailServer(text: string): boolean {
  return /^smtps?:\/\/./i.test(text) && URL.canParse(text) && new URL(text).hostname !== '';
}

/** Whether a place is an http(s) address, without an account, and not a file. Never throws. */
export function isWebAddress(place: string): boolean {
  return /^https?:\/\/[^@/]+(\/|$)/i.test(place) && URL.canParse(place);
}

/** An address, alone or behind a name: `School <attendance@school.org>`. */
const MAIL_FROM = /^([^<>"@\p{Cc}]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

const DatabaseUrl = z
  .string()
  .regex(/^(file:|(https?|libsql|wss?):\/\/)./, 'must start with file:, http(s)://, libsql:// or ws(s)://');

const VARIABLES = z.object({
  BASE_URL: z
    .string()
    .refine(isOrigin, 'must be an http(s) address without a path, such as https://attendance.school.org')
    .transform((text) => text.replace(/\/$/, '').toLowerCase())
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535, 3000),
  DATABASE_URL: DatabaseUrl.optional(),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  SECRET_KEY: z.string().min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`).optional(),
  ATTENDANCE_CODE_TTL_MINUTES: integer(0, 1440, 15),
  TRUST_PROXY: integer(0, 10, 0),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  SMTP_URL: z.string().refine(isMailServer, 'must be a mail server, such as smtps://user:password@mail.school.org').optional(),
  HISTORY_ANCHOR: z
    .string()
    .refine(
      (place) => isWebAddress(place) || !place.includes('://'),
      'must be the path of a file, or an http(s) address without an account',
    )
    .optional(),
  PSEUDO_LANGUAGE: z.enum(['0', '1'], { error: 'must be 1 or 0' }).default('0'),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/, 'must be an uncompressed point of P-256 in base64url')
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be a private number of P-256 in base64url')
    .optional(),
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must be a mailto: or https: address')
    .optional(),
  WEBHOOK_INSIDE_HOSTS: z
    .string()
    .regex(/^[a-z0-9.:[\]-]+(,[a-z0-9.:[\]-]+)*$/, 'must be hosts with commas between, such as sms.intranet:8080')
    .optional(),
  MAIL_FROM: z.string().regex(MAIL_FROM, 'must be an address, such as School <attendance@school.org>').optional(),
});
type Variables = z.infer<typeof VARIABLES>;
type Name = keyof Variables;

/** What could be read, and for what could not, why. */
type Reading = { values: Partial<Variables>; problems: Map<Name, string> };

/** Reads each variable on its own, so that rules about several of them can be checked beside a faulty one. */
function readVariables(env: Record<string, unknown>): Reading {
  const reading: Reading = { values: {}, problems: new Map() };
  for (const [name, schema] of Object.entries(VARIABLES.shape) as [Name, z.ZodType][]) {
    const result = schema.safeParse(env[name] === '' ? undefined : env[name]);
    if (result.success) Object.assign(reading.values, { [name]: result.data });
    else reading.problems.set(name, `${name} ${result.error.issues[0]?.message}.`);
  }
  return reading;
}

/** Whether only this machine can reach `host`. Never throws. */
export function isLoopback(host: string): boolean {
  return /^((.+\.)?localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Whether a database is on another machine. Never throws. */
function isElsewhere(databaseUrl: string | undefined): boolean {
  return databaseUrl !== undefined && !databaseUrl.startsWith('file:') && !isLoopback(new URL(databaseUrl).hostname);
}

/** Rules about variables together. A variable with a problem of its own is not reported again as missing. */
function combinedProblems({ values, problems }: Reading, target: Target): string[] {
  const found: string[] = [];
  const isMissing = (name: Name) => values[name] === undefined && !problems.has(name);
  const isPublic = values.BASE_URL !== undefined && !isLoopback(new URL(values.BASE_URL).hostname);
  if (isMissing('SECRET_KEY') && (isPublic || target === 'worker'))
    found.push(`SECRET_KEY must be set to a random text of at least ${MIN_SECRET_LENGTH} characters.`);
  if (target === 'node' && values.SMTP_URL && isMissing('MAIL_FROM'))
    found.push('MAIL_FROM must be set to the address that mails come from.');
  if (isMissing('VAPID_PUBLIC_KEY') !== isMissing('VAPID_PRIVATE_KEY'))
    found.push('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be set together.');
  if (target === 'worker') {
    if (values.SMTP_URL)
      found.push('SMTP_URL cannot be used here: a Worker does not speak SMTP. Without it, administrators are shown the links.');
    if (values.HISTORY_ANCHOR && !isWebAddress(values.HISTORY_ANCHOR))
      found.push('HISTORY_ANCHOR cannot be a file here: there is no disk.');
    if (isMissing('BASE_URL')) found.push('BASE_URL must be set to the address people open.');
    if (isMissing('DATABASE_URL')) found.push('DATABASE_URL must be set to a libSQL server.');
    if (values.DATABASE_URL?.startsWith('file:')) found.push('DATABASE_URL cannot be a file here: there is no disk.');
  } else if (!isPublic && !problems.has('BASE_URL') && isElsewhere(values.DATABASE_URL)) {
    found.push('BASE_URL must be set with a DATABASE_URL on another machine: the demo keeps a database of its own.');
  } else if (!isPublic && !problems.has('BASE_URL') && values.HOST && !isLoopback(values.HOST)) {
    found.push(
      `HOST ${values.HOST} is open to other machines: set BASE_URL to the address people open, or leave HOST out for the demo.`,
    );
  }
  return found;
}

/** Push services want an address to turn to: the one that is set, that of mails, or the school's own. */
function vapidSubject({ VAPID_SUBJECT, MAIL_FROM: from, BASE_URL: baseUrl }: Variables): string {
  const address = from?.match(/[^\s<>]+@[^\s<>]+/)?.[0];
  if (VAPID_SUBJECT) return VAPID_SUBJECT;
  if (address) return `mailto:${address}`;
  return baseUrl?.startsWith('https:') ? baseUrl : 'mailto:nobody@localhost';
}

function vapidKeys({ VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey }: Variables): Config['vapidKeys'] {
  return publicKey && privateKey ? { publicKey, privateKey } : undefined;
}

function toConfig(values: Variables): Config {
  const baseUrl = values.BASE_URL ?? `http://127.0.0.1:${values.PORT}`;
  return {
    baseUrl,
    isDemo: isLoopback(new URL(baseUrl).hostname),
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL ?? DEMO_DATABASE,
    databaseAuthToken: values.DATABASE_AUTH_TOKEN,
    secretKey: values.SECRET_KEY,
    codeTtlMinutes: values.ATTENDANCE_CODE_TTL_MINUTES,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    vapidKeys: vapidKeys(values),
    vapidSubject: vapidSubject(values),
    webhookInsideHosts: values.WEBHOOK_INSIDE_HOSTS?.split(',') ?? [],
    historyAnchor: values.HISTORY_ANCHOR,
    languages: values.PSEUDO_LANGUAGE === '1' ? [SOURCE_LANGUAGE, PSEUDO_LANGUAGE] : [SOURCE_LANGUAGE],
  };
}

/** The configuration an environment describes, by default this process's. An empty value counts as not set; with nothing set it is the demo's.
 *  @throws ConfigError with every problem at once */
export function readConfig(env: Record<string, unknown> = process.env, target: Target = 'node'): Config {
  const reading = readVariables(env);
  const problems = [...reading.problems.values(), ...combinedProblems(reading, target)];
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(reading.values as Variables);
}
