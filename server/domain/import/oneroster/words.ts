/** What OneRoster's words for people mean here: roles, whether somebody may sign in, names. */
import { PersonName, type Role } from '#domain/person/user';
import { type Plan, refused, unchanged } from './draft';
import { type RosterFile, statusOf } from './files';
import type { RosterRow } from './table';

const STAFF_WORDS = {
  teacher: ['teacher', 'professor', 'faculty', 'adjunct', 'lecturer', 'instructor', 'substitute'],
  assistant: ['aide', 'proctor', 'paraprofessional', 'teachingassistant', 'ta'],
};

/** What a file's word for somebody's role makes them in a class, if it makes them staff. */
export function staffRole(word: string): 'teacher' | 'assistant' | undefined {
  return (['teacher', 'assistant'] as const).find((role) => STAFF_WORDS[role].includes(word.toLowerCase()));
}

const FAMILY = ['parent', 'guardian', 'relative'];

const YES = ['', 'true', 't', 'yes', 'y', '1', 'on', 'active', 'enabled'];
const NO = ['false', 'f', 'no', 'n', '0', 'off', 'inactive', 'disabled'];

/** Whether a person may sign in; null for a word that says neither. */
export function isEnabled(row: RosterRow): boolean | null {
  const word = row.get('enabledUser').toLowerCase();
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : null;
}

/** A role, or what becomes of a row that has none. */
export type RoleOfFile = { role: Role } | { plan: Plan };

/** Whether a word of OneRoster means somebody's family. */
export const isFamily = (word: string) => FAMILY.includes(word.toLowerCase());

/** Whether a word of OneRoster means somebody who runs the school. */
export const isOfAdmins = (word: string) => /administrator|principal/i.test(word);

/** Which role a word of OneRoster means here, or what becomes of its row. */
export function roleFor(word: string, subject: string): RoleOfFile {
  const name = word.toLowerCase();
  const role = name === 'student' ? name : staffRole(name);
  if (role) return { role };
  if (isFamily(name)) return { plan: unchanged(subject, 'import.family') };
  if (isOfAdmins(word)) return { plan: refused(subject, 'import.admin-by-file') };
  return { plan: refused(subject, name ? { id: 'import.role-unknown', values: { text: word } } : 'import.no-role') };
}

/** The longest name that is kept. */
const MAX_NAME = 100;

/** The whole name as it is written. What a database writes for nothing is none where both parts say it. */
function writtenName(row: RosterRow): string {
  const parts = [row.get('givenName'), row.get('familyName')];
  return parts.every((part) => part === '' || part === 'NULL') ? '' : parts.join(' ').replace(/\s+/g, ' ').trim();
}

/** Whether a name is longer than what is kept. */
export const isTooLong = (row: RosterRow) => writtenName(row).length > MAX_NAME;

/** The name, cut where it is too long, never within a character. */
export function nameIn(row: RosterRow): string {
  const written = writtenName(row);
  const cut = isTooLong(row) ? written.slice(0, MAX_NAME).replace(/\p{Cs}$/u, '') : written;
  return PersonName.safeParse(cut).data ?? cut;
}

/** The family name where it is more than the last word of the name; else null. */
export function familyNameIn(row: RosterRow, name: string): string | null {
  const family = row.text('familyName');
  return family.includes(' ') && name.endsWith(` ${family}`) ? family : null;
}

/** Roles by person, from roles.csv of version 1.2: the primary one, else the first; of a principal who teaches, what they teach as. */
export function rolesByPerson(file: RosterFile | undefined): Map<string, RosterRow> {
  const roles = new Map<string, RosterRow>();
  for (const row of file?.rows ?? []) {
    const id = row.get('userSourcedId');
    const isPrimary = row.get('roleType').toLowerCase() === 'primary';
    const former = roles.get(id);
    const isBetter = isOfAdmins(former?.get('role') ?? '') || (isPrimary && !isOfAdmins(row.get('role')));
    if (statusOf(row) === 'active' && (isBetter || !former)) roles.set(id, row);
  }
  return roles;
}
