/** A sign-in in the database for somebody whom `api(db, { actor })` calls as, with the proof that some changes ask for. */
import type { Database } from '#db/client';
import { loginSessions } from '#db/schema';
import type { LoginSession } from '#server/context/context';
import { NOW } from './factories';

/** @param confirmedAt when they last proved who they are; null for never */
export async function signedIn(
  db: Database,
  { id: userId }: { id: number },
  confirmedAt: number | null = NOW,
): Promise<Pick<LoginSession, 'id'>> {
  const id = `login-session-of-${userId}`;
  const times = { createdAt: NOW, lastSeenAt: NOW, expiresAt: Math.floor(NOW / 1000) + 86_400 };
  const row = { id, userId, ...times, userAgent: 'Test browser', address: '192.0.2.1', confirmedAt };
  await db.insert(loginSessions).values(row).onConflictDoUpdate({ target: loginSessions.id, set: { confirmedAt } });
  return { id };
}
