/** Who may do what. One pure function for the server, which decides, and for screens, which only hide. */
import type { Actor } from './user';

export const ACTIONS = [
  'own.see',
  'register.see',
  'register.open',
  'register.close',
  'register.mark',
  'register.mark-locked',
  'register.remind',
  'class-session.change',
  'cover.give',
  'cover.take-back',
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
  /** The class session in question is handed to the actor: its register is theirs as it is its staff's, and nothing else is. */
  isCovering?: boolean;
  /** The actor handed the class session in question to whoever covers it. */
  hasHandedOver?: boolean;
  /** The thing is the actor's own: own marks, own claims. */
  isOwn?: boolean;
  /** The actor asked for this correction. */
  isOwnRequest?: boolean;
};

/** Whether `actor` may do `action`. What somebody does beside their role follows from the facts: whoever is staff of a section has its
 *  registers, whoever is enrolled asks as a student does. Nobody marks, approves or corrects what is their own. Pending and suspended people
 *  may do nothing. Never throws. */
export function can(actor: Actor | null, action: Action, facts: PermissionFacts = {}): boolean {
  if (actor?.state !== 'active') return false;
  const isAdmin = actor.role === 'admin';
  const { isStaff = false, isCovering = false, isOwn = false } = facts;
  const hasRegister = isStaff || isCovering;
  switch (action) {
    case 'own.see':
      return isOwn;
    case 'register.see':
    case 'register.open':
    case 'register.close':
    case 'register.remind':
      return isAdmin || hasRegister;
    case 'register.mark':
      return (isAdmin || hasRegister) && !isOwn;
    case 'register.mark-locked':
      return isAdmin && !isOwn;
    case 'section.message':
    case 'class-session.change':
    case 'cover.give':
      return isAdmin || isStaff;
    case 'cover.take-back':
      return isAdmin || isStaff || facts.hasHandedOver === true;
    case 'correction.request':
      return isOwn || (hasRegister && !isAdmin);
    case 'correction.decide':
      return !facts.isOwnRequest && !isOwn && (isAdmin || (actor.role === 'teacher' && hasRegister));
    case 'leave.request':
      return isAdmin || isStaff || isOwn;
    case 'leave.decide':
      return (isAdmin || isStaff) && !isOwn;
    case 'school.manage':
      return isAdmin;
  }
}
