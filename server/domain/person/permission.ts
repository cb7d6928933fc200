/** Who may do what. One pure function for the server, which decides, and for screens, which only hide. */
import type { Actor } from './user';

export const ACTIONS = [
  'own.see',
  'register.see',
  'register.open',
  'register.close',
  'register.mark',
  'register.mark-locked',
  'correction.request',
  'correction.decide',
  'leave.request',
  'leave.decide',
  'section.message',
  'school.manage',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What the decision depends on besides the actor. */
export type PermissionFacts = {
  /** The actor is teacher or assistant of the section in question, or of one of the student's. */
  isStaff?: boolean;
  /** The thing is the actor's own: own marks, own claims. */
  isOwn?: boolean;
  /** The actor asked for this correction. */
  isOwnRequest?: boolean;
};

/** Whether `actor` may do `action`. Pending and suspended people may do nothing. Never throws. */
export function can(actor: Actor | null, action: Action, facts: PermissionFacts = {}): boolean {
  if (actor?.state !== 'active') return false;
  const isAdmin = actor.role === 'admin';
  const isStaff = (actor.role === 'teacher' || actor.role === 'assistant') && facts.isStaff === true;
  switch (action) {
    case 'own.see':
      return facts.isOwn === true;
    case 'register.see':
    case 'register.open':
    case 'register.close':
    case 'register.mark':
    case 'section.message':
      return isAdmin || isStaff;
    case 'correction.request':
      return isStaff || (actor.role === 'student' && facts.isOwn === true);
    case 'correction.decide':
      return !facts.isOwnRequest && (isAdmin || (actor.role === 'teacher' && isStaff));
    case 'leave.request':
      return isAdmin || isStaff || (actor.role === 'student' && facts.isOwn === true);
    case 'leave.decide':
      return isAdmin || isStaff;
    case 'register.mark-locked':
    case 'school.manage':
      return isAdmin;
  }
}
