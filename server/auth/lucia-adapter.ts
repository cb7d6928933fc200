/**
 * Lucia's session store on libSQL. Sessions are keyed by the hash of their token; `login-session.ts` does the hashing.
 * The read of every request is written by hand: prepared by the builder it takes 1.7 times the processor's time.
 */
import { desc, eq, lte, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Adapter, DatabaseSession } from 'lucia';
import { queryRow } from '#db/query';
import { loginSessions, users } from '#db/schema';
import { PHOTO_AT } from '#db/sql/photo-at';
import { sqlText } from '#db/sql/values';
import type { Role, UserState } from '#domain/person/user';
import type { Services, Write } from '#server/context/context';

/** What a login session knows besides its owner and its end. Instants are epoch ms. */
export type SessionAttributes = {
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  address: string;
  deviceId: string | null;
};
export type UserAttributes = {
  name: string;
  role: Role;
  state: UserState;
  locale: string | null;
  language: string | null;
  photoAt: number | null;
};

type SessionRow = SessionAttributes & { id: string; userId: number; expiresAt: number };
type Found = { session: SessionRow; user: UserAttributes };

const SESSION =
  "json_object('id', s.id, 'userId', s.user_id, 'expiresAt', s.expires_at, 'createdAt', s.created_at, 'lastSeenAt', s.last_seen_at, 'userAgent', s.user_agent, 'address', s.address, 'deviceId', s.device_id)";

const stateOf = ({ archivedAt, state }: { archivedAt: SQLiteColumn; state: SQLiteColumn }): SQL<UserState> =>
  sql`case when ${archivedAt} is null then ${state} else 'suspended' end`;

/** The state of a user as far as signing in goes. Whoever left does not come in. */
export const SIGN_IN_STATE = stateOf(users);
const USER_STATE = sqlText(stateOf(alias(users, 'u')));

/** One JSON column: the driver's time goes by the column, and this read is part of every request. */
const SELECT_WITH_USER = `
  select json_object('session', ${SESSION}, 'user', json_object('name', u.name, 'role', u.role, 'state', ${USER_STATE}, 'locale', u.locale, 'language', u.language, 'photoAt', ${PHOTO_AT})) as found
  from login_sessions s join users u on u.id = s.user_id where s.id = ?`;

/** Lucia counts in seconds. */
const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000);

function toSession({ id, userId, expiresAt, ...attributes }: SessionRow): DatabaseSession {
  return { id, userId, expiresAt: new Date(expiresAt * 1000), attributes };
}

/** Lucia's adapter over the tables `login_sessions` and `users`. Each method is one statement. */
export function libsqlAdapter({ db, commit }: Pick<Services, 'db' | 'commit'>): Adapter {
  const write = async (statement: Write) => void (await commit([statement]));
  const isSession = (id: string) => eq(loginSessions.id, id);
  return {
    async getSessionAndUser(id) {
      const row = await queryRow<{ found: string }>(db, SELECT_WITH_USER, [id]);
      if (!row) return [null, null];
      const { session, user } = JSON.parse(row.found) as Found;
      return [toSession(session), { id: session.userId, attributes: user }];
    },
    async getUserSessions(userId) {
      const { id, expiresAt, createdAt, lastSeenAt, userAgent, address, deviceId } = loginSessions;
      const sessions = await db
        .select({ id, userId: loginSessions.userId, expiresAt, createdAt, lastSeenAt, userAgent, address, deviceId })
        .from(loginSessions)
        .where(eq(loginSessions.userId, userId))
        .orderBy(desc(lastSeenAt));
      return sessions.map(toSession);
    },
    setSession: ({ id, userId, expiresAt, attributes }) =>
      write(db.insert(loginSessions).values({ ...attributes, id, userId, expiresAt: toSeconds(expiresAt) })),
    updateSessionExpiration: (id, expiresAt) =>
      write(
        db
          .update(loginSessions)
          .set({ expiresAt: toSeconds(expiresAt) })
          .where(isSession(id)),
      ),
    deleteSession: (id) => write(db.delete(loginSessions).where(isSession(id))),
    deleteUserSessions: (userId) => write(db.delete(loginSessions).where(eq(loginSessions.userId, userId))),
    deleteExpiredSessions: () => write(db.delete(loginSessions).where(lte(loginSessions.expiresAt, toSeconds(new Date())))),
  };
}
