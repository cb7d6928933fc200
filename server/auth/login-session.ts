/**
 * Login sessions: made at sign-in, validated once a request, listed and ended by their owner. Lucia keeps their time on the
 * system clock; the token lives in the browser's cookie only, the database knows its hash.
 */
import { createHash, randomBytes } from 'node:crypto';
import { and, eq, lte, sql } from 'drizzle-orm';
import { Lucia, TimeSpan } from 'lucia';
import { preparedWrite } from '#db/prepared';
import { loginSessions, sightings } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { SIGHTING_EVERY_MS } from '#domain/check-in/device';
import { AppError } from '#domain/errors';
import type { Actor, OwnLoginSession } from '#domain/person/user';
import { isLanguage } from '#domain/words/language';
import { endSignIns } from '#server/context/code-revision';
import type { ActorContext, Context, LoginSession, Services } from '#server/context/context';
import { readCookie } from './lasting-cookie';
import { libsqlAdapter, type SessionAttributes, type UserAttributes } from './lucia-adapter';

declare module 'lucia' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface merges with the module's own.
  interface Register {
    Lucia: ReturnType<typeof luciaFor>;
    UserId: number;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}

export const SESSION_COOKIE = 'muster_session';

/** 32 random bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/** A term is longer than this, but a phone that checks in is used every few days. */
const LASTS = new TimeSpan(30, 'd');

/** Longer agents are bots or jokes. */
const MAX_USER_AGENT = 300;

/** What `authenticate` found out, and the cookies the response has to carry. */
export type Authentication = { actor: Actor | null; loginSession: LoginSession | null; setCookies: string[] };

function luciaFor({ db, commit, policy }: Services) {
  return new Lucia<SessionAttributes, UserAttributes>(libsqlAdapter({ db, commit }), {
    sessionExpiresIn: LASTS,
    sessionCookie: { name: SESSION_COOKIE, attributes: { secure: policy.baseUrl.startsWith('https:') } },
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function sessionCookie(services: Services, token: string): string {
  return luciaFor(services).createSessionCookie(token).serialize();
}

/** Finds out who is calling; the only place that does. One joined read, and one write at half of a session's life.
 *  People who are pending or suspended are nobody. A malformed or dead cookie is nobody too, and never an error. */
export async function authenticate(services: Services, request: { cookieHeader: string | null }): Promise<Authentication> {
  const token = readCookie(request.cookieHeader, SESSION_COOKIE);
  if (!token || !TOKEN.test(token)) return { actor: null, loginSession: null, setCookies: [] };
  const { session, user } = await luciaFor(services).validateSession(hashOf(token));
  if (!session || user.state !== 'active') return { actor: null, loginSession: null, setCookies: [] };
  const { id, userId, deviceId, expiresAt, lastSeenAt, fresh } = session;
  return {
    actor: {
      id: user.id,
      name: user.name,
      role: user.role,
      state: user.state,
      ...(user.locale && { locale: user.locale }),
      ...(isLanguage(user.language) && { language: user.language }),
      ...(user.photoAt && { photoAt: user.photoAt }),
    },
    loginSession: { id, userId, deviceId, expiresAt, lastSeenAt },
    setCookies: fresh ? [sessionCookie(services, token)] : [],
  };
}

/** Signs `userId` in on this browser, under a new token whatever cookie the browser came with. */
export async function createLoginSession(ctx: Context, userId: number): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const now = ctx.now();
  const attributes: SessionAttributes = {
    createdAt: now,
    lastSeenAt: now,
    userAgent: ctx.userAgent.slice(0, MAX_USER_AGENT),
    address: ctx.address,
    deviceId: null,
  };
  const lucia = luciaFor(ctx);
  if (ctx.loginSession) await lucia.invalidateSession(ctx.loginSession.id);
  const id = hashOf(token);
  await lucia.createSession(userId, attributes, { sessionId: id });
  await ctx.commit([see(ctx.db, { id, now, due: now })]);
  ctx.setCookie(sessionCookie(ctx, token));
}

/** Signs this browser out. Idempotent. */
export async function endLoginSession(ctx: Context): Promise<void> {
  const lucia = luciaFor(ctx);
  if (ctx.loginSession) await lucia.invalidateSession(ctx.loginSession.id);
  ctx.setCookie(lucia.createBlankSessionCookie().serialize());
}

/** A handle for one's own list: 16 of the 64 digits of a hash. */
function handleOf(id: string): string {
  return id.slice(0, 16);
}

/** The actor's sign-ins that still hold, last used first. */
export async function listLoginSessions(ctx: ActorContext): Promise<OwnLoginSession[]> {
  const sessions = await luciaFor(ctx).getUserSessions(ctx.actor.id);
  return sessions.map(({ id, userAgent, address, createdAt, lastSeenAt }) => ({
    id: handleOf(id),
    isCurrent: id === ctx.loginSession.id,
    userAgent,
    address,
    createdAt,
    lastSeenAt,
  }));
}

/** Ends one of the actor's own sign-ins.
 *  @throws AppError `not-found` for another's, or one that has ended */
export async function endOwnLoginSession(ctx: ActorContext, handle: string): Promise<void> {
  const sessions = await luciaFor(ctx).getUserSessions(ctx.actor.id);
  const session = sessions.find(({ id }) => handleOf(id) === handle);
  if (!session) throw new AppError('not-found', 'sign-in.ended-already');
  await ctx.commit(endSignIns(ctx, eq(loginSessions.id, session.id)));
}

/** Removes sign-ins that have run out. A job of `now`; idempotent. */
export function purgeLoginSessions(services: Services): Promise<void> {
  return luciaFor(services).deleteExpiredSessions();
}

const isDue = and(eq(loginSessions.id, sql.placeholder('id')), lte(loginSessions.lastSeenAt, sql.placeholder('due')));

/** The person was online, on a sign-in that was last seen by `due`: evidence that stays when the sign-in ends. */
const see = preparedWrite((db) => {
  const { id, userId } = loginSessions;
  const row = rowOf(sightings, { userId, loginSessionId: id, seenAt: sql`${sql.placeholder('now')}` });
  return db.insert(sightings).select(db.select(row).from(loginSessions).where(isDue)).onConflictDoNothing();
});

const touch = preparedWrite((db) =>
  db
    .update(loginSessions)
    .set({ lastSeenAt: sql`${sql.placeholder('now')}` })
    .where(isDue),
);

/** Notes, once in `SIGHTING_EVERY_MS`, that the sign-in is in use: evidence for a check-in that was held back. Conditional, so that
 *  requests at the same time leave one trace. */
export async function noteSighting(ctx: Context): Promise<void> {
  const { db, loginSession } = ctx;
  const now = ctx.now();
  if (!loginSession || now - loginSession.lastSeenAt < SIGHTING_EVERY_MS) return;
  const values = { id: loginSession.id, now, due: now - SIGHTING_EVERY_MS };
  await ctx.commit([see(db, values), touch(db, values)], 'none');
}
