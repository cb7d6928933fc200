/** A school on disk whose classes take check-ins now, for tests that run the built server over it. */
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { seedBenchSchool } from '#db/seed/bench';
import { MINUTE_MS } from '#domain/duration';
import { equipStudents, type RunningClass } from '../bench/helpers/claimants';
import { PASSWORD_HASH } from './factories';

const OPENED = 'update class_sessions set state = ?, opened_at = ?, check_in_closes_at = ? where starts_at <= ? and ends_at > ?';

/** Makes the school in `file`; each class with its students, their devices and sign-ins. */
export async function makeOpenClasses(file: string, size: { classes: number; students: number }): Promise<RunningClass[]> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  const now = Date.now();
  const { classes: sections, students } = size;
  await seedBenchSchool(db, {
    students: sections * students,
    sections,
    perDay: 1,
    days: 1,
    now,
    passwordHash: PASSWORD_HASH,
    openNow: true,
  });
  await db.$client.execute({ sql: OPENED, args: ['open', now - MINUTE_MS, now + 10 * MINUTE_MS, now, now] });
  const classes = await equipStudents(db, now);
  db.$client.close();
  return classes;
}
