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
