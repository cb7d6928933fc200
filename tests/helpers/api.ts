/**
 * The API in process, for server tests: `api(db, { actor })` calls procedures as somebody, with a clock, an address and cookies of
 * the test's choice; `browser(db)` is somebody's browser, which keeps cookies and is authenticated anew for each request.
 */
import type { TRPCError } from '@trpc/server';
import type { Database } from '#db/client';
import type { AppCode } from '#domain/errors';
import type { Actor } from '#domain/person/user';
import { LANGUAGES, type Language, SOURCE_LANGUAGE } from '#domain/words/language';
import { wordFields, wordMessage } from '#domain/words/translate';
import { readCookie } from '#server/auth/lasting-cookie';
import { authenticate } from '#server/auth/login-session';
import { createCodeKeys } from '#server/context/code-keys';
import { directCommit } from '#server/context/commit';
import type { Commit, Context, LoginSession, Services } from '#server/context/context';
import { unkeptDeviceKeys } from '#server/context/device-keys';
import { deriveHistoryKey } from '#server/context/history-key';
import { toAppError } from '#server/trpc/errors';
import { appRouter } from '#server/trpc/routers/router';
import { createCallerFactory } from '#server/trpc/trpc';
import { NOW } from './factories';

export type LogLine = { level: string; event: string; [field: string]: unknown };

type ServiceOptions = {
  /** Epoch ms, or a clock. */
  now?: number | (() => number);
  policy?: Partial<Services['policy']>;
  /** Where mails go; nowhere when left out. */
  mail?: Services['mail'];
  /** Where pushes and webhooks go; nowhere when left out. */
  push?: Services['push'];
  webhook?: Services['webhook'];
  /** What messages say outside the inbox; nothing when left out. */
  wordNotification?: Services['wordNotification'];
  /** Collects what is logged. */
  logs?: LogLine[];
  /** How writes reach the disk; by default each by itself. */
  commit?: Commit;
  /** Copies of the database's file; none where it is a server's. */
  backups?: Services['backups'];
  /** How what devices sign is verified; as on Workers when left out. */
  deviceKeys?: Services['deviceKeys'];
  /** Where the history's head is told. */
  anchor?: Services['anchor'];
};

const SCHOOL_KEY = new Uint8Array(32).fill(7);
export const HISTORY_KEY = deriveHistoryKey('the key of these tests');
const POLICY = { baseUrl: 'https://attendance.school.test', codeTtlMinutes: 15, isDemo: false, languages: LANGUAGES };

/** What a process builds once, over `db`. */
export function testServices(
  db: Database,
  {
    now = NOW,
    policy,
    mail = null,
    push = null,
    webhook = null,
    wordNotification = null,
    anchor = null,
    backups = null,
    deviceKeys = unkeptDeviceKeys,
    logs = [],
    commit = directCommit(db.$client),
  }: ServiceOptions = {},
): Services {
  return {
    db,
    commit,
    schoolKey: SCHOOL_KEY,
    codeKeys: createCodeKeys(SCHOOL_KEY),
    deviceKeys,
    historyKey: HISTORY_KEY,
    policy: { ...POLICY, ...policy },
    mail,
    push,
    webhook,
    wordNotification,
    isDiskFull: null,
    backups,
    anchor,
    log: (level, event, fields) => logs.push({ level, event, ...fields }),
    now: typeof now === 'number' ? () => now : now,
  };
}

type Person = Pick<Actor, 'id' | 'name' | 'role' | 'state'>;

export type ApiOptions = ServiceOptions & {
  /** Who calls; nobody when left out. */
  actor?: Person | null;
  /** The sign-in the call comes with; for an actor one is made up, which is not in the database. */
  loginSession?: Partial<LoginSession>;
  address?: string;
  userAgent?: string;
  /** The request's Cookie header. */
  cookie?: string;
  /** What the school is read in. */
  schoolLanguage?: Language;
};

const createCaller = createCallerFactory(appRouter);

function loginSessionOf(actor: Person, given: Partial<LoginSession> | undefined): LoginSession {
  const made = { id: `login-session-of-${actor.id}`, deviceId: null, expiresAt: new Date(NOW), lastSeenAt: NOW };
  return { ...made, userId: actor.id, ...given };
}

/** One request's context, with what it logged and the Set-Cookie headers it would answer with. */
export function testContext(db: Database, options: ApiOptions = {}) {
  const { actor = null, loginSession, address = '192.0.2.1', userAgent = 'Test browser' } = options;
  const { cookie = null, schoolLanguage = SOURCE_LANGUAGE, logs = [] } = options;
  const setCookies: string[] = [];
  const ctx: Context = {
    ...testServices(db, { ...options, logs }),
    requestId: 'test-request',
    address,
    userAgent,
    actor: actor && { id: actor.id, name: actor.name, role: actor.role, state: actor.state },
    loginSession: actor && loginSessionOf(actor, loginSession),
    schoolLanguage,
    cookie: (name) => readCookie(cookie, name),
    setCookie: (header) => setCookies.push(header),
  };
  return { ctx, logs, setCookies };
}

/** Procedures called by `actor`: `api(db, { actor: teacher }).call.user.profile()`. */
export function api(db: Database, options: ApiOptions = {}) {
  const made = testContext(db, options);
  return { ...made, call: createCaller(made.ctx) };
}

/** A browser: `request()` is a new request with the cookies kept so far. Give it a clock to let time pass. */
export function browser(db: Database, options: Omit<ApiOptions, 'actor' | 'loginSession' | 'cookie'> = {}) {
  const jar = new Map<string, string>();
  const logs: LogLine[] = [];
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ') || null;
  const keep = (header: string) => {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) as unknown as [string, string, string];
    if (/max-age=0\b/i.test(header)) jar.delete(name);
    else jar.set(name, value);
  };
  async function request() {
    const { actor, loginSession, setCookies } = await authenticate(testServices(db, options), { cookieHeader: cookieHeader() });
    setCookies.forEach(keep);
    const made = testContext(db, { ...options, logs, cookie: cookieHeader() ?? '' });
    const ctx: Context = { ...made.ctx, actor, loginSession, setCookie: keep };
    return { ctx, call: createCaller(ctx) };
  }
  return { jar, logs, cookieHeader, request };
}

type Refusal = { code: AppCode; message: string; fieldErrors: Record<string, string[]> | undefined };

/** The refusal a call ends in, as people read it: `expect(await refusalOf(call())).toMatchObject({ code: 'not-found' })`.
 *  @throws when the call succeeds, or fails in a way nobody expected */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    () => new Error('the call succeeded'),
    (reason: TRPCError) => reason,
  );
  const refusal = toAppError(error);
  if (!refusal) throw error;
  const { code, said, fieldErrors } = refusal;
  return { code, message: wordMessage('en', said), fieldErrors: fieldErrors && wordFields('en', fieldErrors) };
}
