/** What groups of messages and channels are called. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ChosenChannel, KindGroup } from '#domain/message/channel';

export const GROUP_WORDS: Record<KindGroup, { label: MessageDescriptor; hint: MessageDescriptor }> = {
  announcements: { label: msg`Announcements`, hint: msg`What your school and your teachers write.` },
  changes: { label: msg`Changes of classes`, hint: msg`Cancelled, moved, or on after all.` },
  upcoming: { label: msg`Before a class`, hint: msg`Ten minutes before a class of yours begins.` },
  reminders: {
    label: msg`Reminders`,
    hint: msg`When you are missing from a class that has begun, and what your teachers remind you of.`,
  },
  registers: { label: msg`Registers`, hint: msg`When a register was not taken.` },
  decisions: { label: msg`Answers`, hint: msg`To your requests: corrections, leave and names.` },
  alerts: { label: msg`Alerts`, hint: msg`When attendance needs a look.` },
};

export const CHANNEL_WORDS: Record<ChosenChannel, MessageDescriptor> = { push: msg`Notification`, mail: msg`Email` };
