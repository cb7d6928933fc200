/** Why a check-in waits, in words for staff. The student's side has words of its own. */
import type { WaitingReason } from '#domain/check-in/check-in';

const SENTENCES: Record<WaitingReason, string> = {
  'not-opened-yet': 'Scanned before this register was opened.',
  'not-on-roll': 'Not on the roll of this class on this day.',
  'few-windows': 'Arrived late with too few codes to show that they stayed in the room.',
  'late-delivery': 'Arrived too long after it was scanned.',
  'held-back': 'They were online after the scan, on this phone or elsewhere, but sent it only later.',
  'new-device': 'First check-in from this phone, and it arrived late.',
  'shared-device': 'Another student checked in with the same phone.',
  overlap: 'Checked in to another class at the same time.',
  'register-locked': 'Arrived after this register was locked.',
  'marked-absent': 'Marked absent by staff, yet a valid check-in arrived.',
};

/** One reason as a sentence. Never throws. */
export function waitingSentence(reason: WaitingReason): string {
  return SENTENCES[reason];
}
