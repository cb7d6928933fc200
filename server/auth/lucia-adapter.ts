/**
 * Lucia's session store on libSQL: plain statements and one joined read, because every request passes here.
 * Sessions are keyed by the hash of their token; `login-session.ts` does the hashing.
 */
import type { Adapter, DatabaseSession } from 'lucia';
import { PHOTO_AT } from '#db/photo-at';
import { queryRow, queryRows } from '#db/query';
import type { Role, UserState } from '#domain/person/user';
import type { Services } from '#server/context/context';

/** What a login session knows besides its owner and its end. Instants are epoch ms. */
export type SessionAttributes = {
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  address: string;
  deviceId: string | null;
};
export type UserAttributes = { name: string; role: Role; state: UserState; locale: string | null; photoAt: number | null };

type SessionRow = SessionAttributes & { id: string; userId: number; expiresAt: number };
type Found = { session: SessionRow; user: UserAttributes };

const SESSION =
  "json_object('id', s.id, 'userId', s.user_id, 'expiresAt', s.expires_at, 'createdAt', s.created_at, 'lastSeenAt', s.last_seen_at, 'userAgent', s.user_agent, 'address', s.address, 'deviceId', s.device_id)";

/** SQL: the state of `u` as far as signing in goes. Whoever left does not come in. */
export const USER_STATE = "case when u.archived_at is null then u.state else 'suspended' end";

/** One JSON column: the driver's time goes by the column, and this read is part of every request. */
const SELECT_WITH_USER = `
  select json_object('session', ${SESSION}, 'user', json_object('name', u.name, 'role', u.role, 'state', ${USER_STATE}, 'locale', u.locale, 'photoAt', ${PHOTO_AT})) as found
  from login_sessions s join users u on u.id = s.user_id where s.id = ?`;
const SELECT_OF_USER = `select ${SESSION} as session from login_sessions s where s.user_id = ? order by s.last_seen_at desc`;
const INSERT =
  'insert into login_sessions (id, user_id, expires_at, created_at, last_seen_at, user_agent, address, device_id) values (?, ?, ?, ?, ?, ?, ?, ?)';

/** Lucia counts in seconds. */
const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000);

function toSession({ id, userId, expiresAt, ...attributes }: SessionRow): DatabaseSession {
  return { id, userId, expiresAt: new Date(expiresAt * 1000), attributes };
}

/** Lucia's adapter over the tables `login_sessions` and `users`. Each method is one statement. */
export function libsqlAdapter({ db, commit }: Pick<Services, 'db' | 'commit'>): Adapter {
  const write = async (sql: string, args: (string | number | null)[]) => void (await commit([{ sql, args }]));
  return {
    async getSessionAndUser(id) {
      const row = await queryRow<{ found: string }>(db, SELECT_WITH_USER, [id]);
      if (!row) return [null, null];
      const { session, user } = JSON.parse(row.found) as Found;
      return [toSession(session), { id: session.userId, attributes: user }];
    },
    async getUserSessions(userId) {
      const rows = await queryRows<{ session: string }>(db, SELECT_OF_USER, [userId]);
      return rows.map(({ session }) => toSession(JSON.parse(session) as SessionRow));
    },
    setSession({ id, userId, expiresAt, attributes }) {
      const { createdAt, lastSeenAt, userAgent, address, deviceId } = attributes;
      return write(INSERT, [id, userId, toSeconds(expiresAt), createdAt, lastSeenAt, userAgent, address, deviceId]);
    },
    updateSessionExpiration: (id, expiresAt) =>
      write('update login_sessions set expires_at = ? where id = ?', [toSeconds(expiresAt), id]),
    deleteSession: (id) => write('delete from login_sessions where id = ?', [id]),
    deleteUserSessions: (userId) => write('delete from login_sessions where user_id = ?', [userId]),
    deleteExpiredSessions: () => write('delete from login_sessions where expires_at <= ?', [toSeconds(new Date())]),
  };
}
