/** What roles are called on screen. */
import type { Role } from '#domain/person/user';

export const ROLE_WORDS: Record<Role, string> = {
  admin: 'Administrator',
  teacher: 'Teacher',
  assistant: 'Assistant',
  student: 'Student',
};
