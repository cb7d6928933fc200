/** The demo school's logins, one for each role. They exist in demo mode only, which nobody but this machine can reach. */
import type { Role } from '#domain/person/user';

export const DEMO_PASSWORD = 'muster-demo-2026';

export const DEMO_ACCOUNTS: readonly { role: Role; email: string }[] = [
  { role: 'teacher', email: 'teacher@demo.school' },
  { role: 'student', email: 'student@demo.school' },
  { role: 'assistant', email: 'assistant@demo.school' },
  { role: 'admin', email: 'admin@demo.school' },
];
