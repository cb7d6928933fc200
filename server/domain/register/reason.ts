/**
 * Why a mark or a correction is as it is. A person gives a reason in words; Muster gives a code, worded where it is shown. Both stand
 * in one column: a code begins with a control character, which no text that a person typed can hold (`plainText` drops them).
 */

/** Muster's own reasons, with what each says in a file of one's own data. Records of earlier versions hold these very sentences, and are sealed: they never change. */
const SENTENCES = {
  'shared-device': 'Two students used one device.',
  'badge-undone': 'Badge scan undone.',
  'sent-later': 'Marked in class, sent later.',
  'scan-sent-later': 'Scanned while the register was open, delivered after it closed.',
  'accepted-by-staff': 'Check-in accepted by staff.',
  'waiting-at-lock': 'A check-in was still waiting when the register was locked.',
  'change-undone': 'Change undone.',
  'leave-taken-back': 'The leave was taken back.',
  'sent-after-lock': 'Check-in delivered after the register was locked.',
} as const;

export type SystemReason = keyof typeof SENTENCES;
export const SYSTEM_REASONS = Object.keys(SENTENCES) as SystemReason[];

/** U+0001. */
const MARK = '\u0001';

/** A code as it is stored. */
export function systemReason(code: SystemReason): string {
  return MARK + code;
}

/** What is stored, read: a code of Muster's, or a person's own words. Never throws. */
export function reasonOf(stored: string): { code: SystemReason } | { text: string } {
  const code = SYSTEM_REASONS.find((one) => stored === systemReason(one) || stored === SENTENCES[one]);
  return code ? { code } : { text: stored.replace(MARK, '') };
}

/** A stored reason as a sentence of the record, which is English. Screens have their own words for it. Never throws. */
export function reasonText(stored: string): string {
  const reason = reasonOf(stored);
  return 'code' in reason ? SENTENCES[reason.code] : reason.text;
}
