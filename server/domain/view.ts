/** The views of the product: screens and places for whoever studies, teaches or administers. A view is a choice of screens and never a
 *  permission; one person may have several. */
import type { Role } from './person/user';

export const VIEWS = ['studying', 'teaching', 'administration'] as const;
export type View = (typeof VIEWS)[number];

/** What somebody does beside their role. */
export type Involvement = { isEnrolled: boolean; isStaff: boolean };

/** The view of a role. */
export const VIEW_OF_ROLE: Record<Role, View> = {
  student: 'studying',
  assistant: 'teaching',
  teacher: 'teaching',
  admin: 'administration',
};

/** The views that somebody has: their role's, and those of what else they do. */
export function viewsOf(role: Role, { isEnrolled, isStaff }: Involvement): View[] {
  const own = VIEW_OF_ROLE[role];
  return VIEWS.filter((view) => view === own || (view === 'studying' && isEnrolled) || (view === 'teaching' && isStaff));
}

/** Whose screens a view shows to somebody of a role: a student who teaches has an assistant's, an administrator who does a teacher's. */
export function roleIn(view: View, role: Role): Role {
  if (view === VIEW_OF_ROLE[role]) return role;
  if (view === 'studying') return 'student';
  if (view === 'administration') return 'admin';
  return role === 'student' ? 'assistant' : 'teacher';
}

/** The view that is wished for, where somebody has it; else their role's. Never throws. */
export function viewOf(wanted: string | null | undefined, role: Role, views: readonly View[]): View {
  return views.find((view) => view === wanted) ?? VIEW_OF_ROLE[role];
}
