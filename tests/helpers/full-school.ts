/** A demo school in which every page has something to show. */
import { query } from './database-file';
import { rosterOf, UNTIDY } from './import-files';
import { openLiveClass, signInCookie } from './live-class';
import type { TestServer } from './server';

/** Sections of the demo teacher. */
export const SECTIONS = `select st.section_id from section_staff st join users u on u.id = st.user_id where u.email = 'teacher@demo.school'`;
/** Few students are as good as many to look at. */
export const FEWER = `delete from enrolments where section_id in (${SECTIONS}) and student_id not in
  (select id from users where role = 'student' order by email <> 'student@demo.school', id limit 30)`;
/** A check-in that waits. */
export const WAITING = `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, source, reasons)
  select lower(hex(randomblob(16))), :id, e.student_id, 'device', '[]', '', :now, :now, 'waiting', 'present', 'offline', '["few-windows","new-device"]'
  from class_sessions cs join enrolments e on e.section_id = cs.section_id where cs.id = :id limit 1`;
const NEWCOMERS = `insert into users (email, name, role, state, created_at)
  select 'new-' || value || '@demo.school', 'Newcomer ' || value, 'student', 'pending', :now from json_each('[1,2,3]')`;
const ANNOUNCEMENTS = `insert into announcements (action_id, author_id, title, body, audience, is_pinned, published_at)
  select role, id, 'Sports day', '**Shoes** and water.', case role when 'admin' then 'school' else 'sections' end, 1, :now from users
  where email in ('admin@demo.school', 'teacher@demo.school')`;
const TO_SECTIONS = `insert into announcement_sections (announcement_id, section_id)
  select a.id, st.section_id from announcements a join section_staff st on st.user_id = a.author_id where a.audience = 'sections'`;

/** A file that was looked at and not applied. */
async function uploadFile(url: string): Promise<void> {
  const body = new FormData();
  body.set('kind', 'oneroster');
  body.set('sectionId', '');
  body.set('file', new File([new Uint8Array(rosterOf(UNTIDY))], 'school.zip', { type: 'application/zip' }));
  const cookie = await signInCookie(url, 'admin@demo.school');
  await fetch(`${url}/admin/import`, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
}

/** Makes something of everything that a page can show.
 *  @returns the class session of the demo teacher that is open */
export async function fillSchool({ url, dbPath }: TestServer): Promise<number> {
  await uploadFile(url);
  await query(dbPath, FEWER);
  const { classSessionId } = await openLiveClass({ url, dbPath });
  const now = Date.now();
  await query(dbPath, WAITING, { id: classSessionId, now });
  await query(dbPath, NEWCOMERS, { now });
  await query(dbPath, ANNOUNCEMENTS, { now });
  await query(dbPath, TO_SECTIONS);
  return classSessionId;
}
