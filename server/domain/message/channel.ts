/** Which messages reach whom outside the inbox: kinds in groups, and by group and channel what people get unless they choose otherwise. */
import { z } from 'zod';
import type { View } from '#domain/view';
import type { NotificationKind } from './notification';

/** What people choose by. */
export const KIND_GROUPS = ['announcements', 'changes', 'upcoming', 'reminders', 'registers', 'decisions', 'alerts'] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

/** Channels that people choose for themselves. */
export const CHOSEN_CHANNELS = ['push', 'mail'] as const;
export type ChosenChannel = (typeof CHOSEN_CHANNELS)[number];

/** The group of each kind of message. */
export const GROUP_OF: Record<NotificationKind, KindGroup> = {
  text: 'announcements',
  announcement: 'announcements',
  'class-cancelled': 'changes',
  'class-restored': 'changes',
  'class-moved': 'changes',
  'cover-given': 'changes',
  'cover-ended': 'changes',
  'cover-lost': 'changes',
  'name-approved': 'decisions',
  'name-declined': 'decisions',
  'correction-approved': 'decisions',
  'correction-declined': 'decisions',
  'leave-approved': 'decisions',
  'leave-declined': 'decisions',
  'class-reminder': 'reminders',
  'class-note': 'reminders',
  'class-soon': 'upcoming',
  'register-not-taken': 'registers',
  'registers-not-taken': 'registers',
  alert: 'alerts',
  'alert-retracted': 'alerts',
  'alerts-unhandled': 'alerts',
};

/** What is worth nothing tomorrow goes beside what is too much for a day: always, or when the class it is about is today, and then in quiet
 *  hours too; or outside of them only. */
export const URGENCY: Partial<Record<NotificationKind, 'always' | 'on-its-day' | 'outside-quiet-hours'>> = {
  'class-reminder': 'always',
  'class-soon': 'outside-quiet-hours',
  'class-cancelled': 'on-its-day',
  'class-restored': 'on-its-day',
  'class-moved': 'on-its-day',
  'cover-given': 'on-its-day',
  'cover-ended': 'on-its-day',
  'cover-lost': 'on-its-day',
};

/** What most want. A push costs a glance, so nearly every group has it where a browser takes pushes; a mail is for what is read at length
 *  or must not be missed by those who never open the app. Of what is upcoming nobody is told who has not asked for it. */
export const DEFAULT_CHOICES: Record<KindGroup, Record<ChosenChannel, boolean>> = {
  alerts: { push: true, mail: true },
  reminders: { push: true, mail: false },
  upcoming: { push: false, mail: false },
  registers: { push: true, mail: false },
  changes: { push: true, mail: false },
  decisions: { push: true, mail: false },
  announcements: { push: true, mail: true },
};

/** Groups of messages that come to whoever has these views. */
export function groupsFor(views: readonly View[]): KindGroup[] {
  const isForeign: Partial<Record<KindGroup, boolean>> = {
    upcoming: !views.includes('studying'),
    registers: views.every((view) => view === 'studying'),
  };
  return KIND_GROUPS.filter((group) => !isForeign[group]);
}

/** What somebody gets, by group and channel. */
export type Choices = Record<KindGroup, Record<ChosenChannel, boolean>>;

const Choice = z.object({ push: z.boolean(), mail: z.boolean() });

/** Everything at once, as the form has it. */
export const ChoicesInput = z.object(
  Object.fromEntries(KIND_GROUPS.map((group) => [group, Choice])) as Record<KindGroup, typeof Choice>,
);
export type ChoicesInput = z.infer<typeof ChoicesInput>;
