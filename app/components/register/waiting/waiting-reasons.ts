/** Why a check-in waits, in words for staff. The student's side has words of its own. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { WaitingReason } from '#domain/check-in/check-in';

const SENTENCES: Record<WaitingReason, MessageDescriptor> = {
  'not-opened-yet': msg`Scanned before this register was opened.`,
  'not-on-roll': msg`Not on the roll of this class on this day.`,
  'few-windows': msg`Arrived late with too few codes to show that they stayed in the room.`,
  'late-delivery': msg`Arrived too long after it was scanned.`,
  'held-back': msg`They were online after the scan, on this phone or elsewhere, but sent it only later.`,
  'new-device': msg`First check-in from this phone, and it arrived late.`,
  'shared-device': msg`Another student checked in with the same phone.`,
  overlap: msg`Checked in to another class at the same time.`,
  'own-register': msg`They take this register too, so their own check-in needs somebody else.`,
  'register-locked': msg`Arrived after this register was locked.`,
  'marked-absent': msg`Marked absent by staff, yet a valid check-in arrived.`,
};

/** One reason as a sentence. Never throws. */
export function waitingSentence(i18n: I18n, reason: WaitingReason): string {
  return i18n._(SENTENCES[reason]);
}
