/** The demo school: made in an unused database, kept alive while it is shown. */
import type { Database } from '#db/client';
import { users } from '#db/schema';
import { seedDemoSchool } from '#db/seed/demo';
import { ensureDemoClassNow } from '#db/seed/demo-now';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import type { Services } from '#server/context/context';

async function isUnused(db: Database): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length === 0;
}

/** Fills a database in which nobody has ever been; any other is left alone.
 *  @param now epoch ms */
export async function makeDemoSchool(db: Database, now: number): Promise<void> {
  if (await isUnused(db)) await seedDemoSchool(db, { now, passwordHash: await hashPassword(DEMO_PASSWORD) });
}

/** A job: the demo's teacher always has a class session running. Does nothing in a real school. */
export async function keepDemoClass({ db, now, policy }: Services): Promise<void> {
  if (policy.isDemo) await ensureDemoClassNow(db, { now: now() });
}

/** The same at the start, when devices have yet to send what was done while nothing answered. */
export async function beginDemoClass({ db, now, policy }: Services): Promise<void> {
  if (policy.isDemo) await ensureDemoClassNow(db, { now: now(), isMoving: false });
}
