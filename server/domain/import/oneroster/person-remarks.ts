/** What is said of somebody of a OneRoster file beside what becomes of their row, and which role they keep. */
import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import type { Role } from '#domain/person/user';
import type { Message, MessageId, Said } from '#domain/words/message';
import { toMessage } from '#domain/words/says';
import { shownAddress } from '../import-remarks';

/** A person as a preview names them. */
export const subjectOf = (name: string, email: string) => `${name} (${shownAddress(email)})`;

/** What else there is to say beside another address. */
const BESIDE_ADDRESS: Partial<Record<MessageId, string>> = {
  'import.stopped': 'stopped',
  'import.comes-back': 'returns',
  'import.linked': 'linked',
  'import.relinked': 'relinked',
};

/** That somebody has another address, and what was to be said before. */
export function movedMessage(said: Said | null | undefined, from: string, to: string): Message {
  const beside = said ? BESIDE_ADDRESS[toMessage(said).id] : undefined;
  return {
    id: 'import.address-moves',
    values: { beside: beside ?? 'none', from: isPlaceholderAddress(from) ? 'none' : from, to },
  };
}

/** Students stay students and staff stays staff whatever a file calls them: what somebody does besides, its enrolments say. */
export function keptRole(current: Role, ofFile: Role): Role {
  const isOfStaff = (role: Role) => role === 'teacher' || role === 'assistant';
  return isOfStaff(current) && isOfStaff(ofFile) ? ofFile : current;
}

/** That somebody is called something else by the file. */
export const roleStays = (role: Role, fileRole: Role): Message => ({ id: 'import.role-stays', values: { role, fileRole } });
