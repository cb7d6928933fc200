/** Addresses of every page there is, told by the files in `app/routes`, so that a new one cannot be forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { query } from './database-file';
import { ROOT } from './program';

const ROUTES = path.join(ROOT, 'app/routes');

/** Something to show where an address names something: `@` stands for the first path segments before it. */
const IDS: Record<string, string> = {
  'admin/announcements': `select id from announcements where audience = 'school'`,
  'teach/announcements': `select id from announcements where audience = 'sections'`,
  'admin/import': 'select max(id) id from import_batches',
  'admin/people': `select id from users where email = 'student@demo.school'`,
  'admin/sections': `select section_id id from section_staff st join users u on u.id = st.user_id where u.email = 'teacher@demo.school'`,
  'admin/timetable/slots': 'select min(id) id from slots',
  attendance: `select a.class_session_id id from attendance a join users u on u.id = a.student_id
    where u.email = 'student@demo.school' and a.source = 'auto' order by a.changed_at desc`,
  'teach/sections': `select section_id id from section_staff st join users u on u.id = st.user_id where u.email = 'teacher@demo.school'`,
  'teach/sessions': `select cs.id from class_sessions cs join section_staff st on st.section_id = cs.section_id
    join users u on u.id = st.user_id where u.email = 'teacher@demo.school' and cs.state = 'closed' order by cs.starts_at desc`,
};

/** Files that show a page: those without a component only answer. */
export function pageFiles(): string[] {
  return readdirSync(ROUTES).filter((name) => /export default/.test(readFileSync(path.join(ROUTES, name), 'utf8')));
}

/** `admin.people_.$id_.invite.tsx` is at `admin/people/$id/invite`. */
function patternOf(file: string): string {
  const segments = file.replace(/\.tsx$/, '').split('.');
  return segments
    .filter((segment) => !segment.startsWith('_'))
    .map((segment) => segment.replace(/_$/, ''))
    .join('/');
}

/** Every page's address on the demo school of `dbPath`. Those of things that are not there are left out. */
export async function allPages(dbPath: string): Promise<string[]> {
  const addresses: string[] = [];
  for (const pattern of pageFiles().map(patternOf)) {
    const [before, after] = pattern.split('/$id');
    if (after === undefined) addresses.push(`/${before}`.replace('$', 'nowhere'));
    else {
      const [row] = await query<{ id: number | null }>(dbPath, String(IDS[String(before)]));
      if (row?.id) addresses.push(`/${before}/${row.id}${after}`);
    }
  }
  return addresses;
}

/** Where the data of a page are. @param address its path */
export const dataOf = (address: string): string => `${address === '/' ? '/_root' : address}.data`;

/** Addresses that answer a person with a screen of its own, neither refused nor leading elsewhere. Most have nothing for them, which costs
 *  least where nothing has to be drawn. */
export async function answeredTo({ request }: BrowserContext, addresses: readonly string[]): Promise<string[]> {
  const isAnswered = async (address: string) => (await request.get(address, { maxRedirects: 0 })).status() === 200;
  const answered: string[] = [];
  for (const address of addresses) if ((await isAnswered(dataOf(address))) && (await isAnswered(address))) answered.push(address);
  return answered;
}
