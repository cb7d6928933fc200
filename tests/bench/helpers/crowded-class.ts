/** The class that the demo's teacher has now, open and with 500 on its roll. */
import { openDatabase } from '#db/client';
import { queryRow } from '#db/query';
import { enrolments, users } from '#db/schema';
import { openLiveClass } from '../../helpers/live-class';
import type { TestServer } from '../../helpers/server';

const STUDENTS = 500;

const SECTION = `select cs.section_id id, (select count(*) from enrolments e where e.section_id = cs.section_id) enrolled
  from class_sessions cs where cs.id = ?`;

/** Opens it and fills its section. @returns the class session's id */
export async function crowdClass(server: TestServer): Promise<number> {
  const { classSessionId } = await openLiveClass(server, { isAsShipped: true });
  const db = await openDatabase({ url: `file:${server.dbPath}` });
  const section = await queryRow<{ id: number; enrolled: number }>(db, SECTION, [classSessionId]);
  const { id: sectionId = 0, enrolled = 0 } = section ?? {};
  const people = Array.from({ length: STUDENTS - enrolled }, (_, n) => ({
    name: `Student ${n + 1} Of Many`,
    email: `crowd-${n + 1}@demo.school`,
    role: 'student' as const,
    state: 'active' as const,
    createdAt: Date.now(),
  }));
  const added = await db.insert(users).values(people).returning();
  await db.insert(enrolments).values(added.map(({ id }) => ({ sectionId, studentId: id, fromDay: '2026-01-01' })));
  db.$client.close();
  return classSessionId;
}
