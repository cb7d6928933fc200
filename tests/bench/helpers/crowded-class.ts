/** The class that the demo's teacher has now, open and with 500 on its roll. */
import { openDatabase } from '#db/client';
import { queryRow } from '#db/query';
import { enrolments, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';

const STUDENTS = 500;

const RUNNING = `select cs.id, cs.section_id sectionId,
    (select count(*) from enrolments e where e.section_id = cs.section_id and e.until_day is null) enrolled
  from class_sessions cs join section_staff st on st.section_id = cs.section_id join users u on u.id = st.user_id
  where u.email = 'teacher@demo.school' and cs.starts_at <= ? and cs.ends_at > ? limit 1`;

const OPEN = `update class_sessions set state = 'open', opened_at = coalesce(opened_at, ?), check_in_closes_at = ? where id = ?`;

/** Opens it in the school of `dbPath`, whose server may be running. @returns the class session's id */
export async function crowdClass(dbPath: string): Promise<number> {
  const db = await openDatabase({ url: `file:${dbPath}` });
  const now = Date.now();
  const running = await queryRow<{ id: number; sectionId: number; enrolled: number }>(db, RUNNING, [now, now]);
  if (!running) throw new Error('The teacher has no class now.');
  const { id, sectionId, enrolled } = running;
  const people = Array.from({ length: STUDENTS - enrolled }, (_, n) => ({
    name: `Student ${n + 1} Of Many`,
    email: `crowd-${n + 1}@demo.school`,
    role: 'student' as const,
    state: 'active' as const,
    createdAt: now,
  }));
  const added = await db.insert(users).values(people).returning();
  await db.insert(enrolments).values(added.map((student) => ({ sectionId, studentId: student.id, fromDay: '2026-01-01' })));
  await db.$client.execute({ sql: OPEN, args: [now - MINUTE_MS, now + 14 * MINUTE_MS, id] });
  db.$client.close();
  return id;
}
