/** What roles are called on screen. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Role } from '#domain/person/user';

export const ROLE_WORDS: Record<Role, MessageDescriptor> = {
  admin: msg`Administrator`,
  teacher: msg`Teacher`,
  assistant: msg`Assistant`,
  student: msg`Student`,
};

/** The same within a sentence. */
export const ROLES_WITHIN: Record<Role, MessageDescriptor> = {
  admin: msg({ message: 'administrator', context: 'a role within a sentence' }),
  teacher: msg({ message: 'teacher', context: 'a role within a sentence' }),
  assistant: msg({ message: 'assistant', context: 'a role within a sentence' }),
  student: msg({ message: 'student', context: 'a role within a sentence' }),
};
