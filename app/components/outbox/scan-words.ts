/** What became of a scanned badge, in words for staff, on the screen and spoken. Pure. */

import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { BadgeRefusal } from '#domain/check-in/badge';
import type { ScanState } from './scan-list';

/** Whose badge, what is the matter with it, and what to do. */
const REFUSALS: Record<BadgeRefusal | 'no-pack' | 'not-a-badge', { title: string; text: string }> = {
  'bad-badge': { title: 'Unknown badge', text: 'Muster knows nobody by this code. Mark by hand, or have a new card made.' },
  'not-a-badge': { title: 'Not a badge', text: 'This is another code. A student’s badge is in their app, or on their card.' },
  replaced: { title: 'No longer valid', text: 'This card or phone was replaced by another one. Ask for the new one.' },
  'old-badge': {
    title: 'Badge has expired',
    text: 'It was on screen some minutes ago: a photo, or a phone whose clock is wrong. Ask to see the live badge.',
  },
  forged: { title: 'Not genuine', text: 'This badge was not signed by the student’s own phone. Nobody was marked.' },
  'not-on-roll': { title: 'Not on this roll', text: 'This student is not on the roll of this class. Nobody was marked.' },
  'no-pack': {
    title: 'Cannot be checked',
    text: 'There is no network, and today’s classes were not saved on this device beforehand. Mark by hand.',
  },
};

/** With no network, a badge the day pack does not know may still be a new one. */
const UNKNOWN_OFFLINE = {
  title: 'Not known here',
  text: 'There is no network, and this badge is not among those saved this morning. It may be new, or replaced. Mark by hand.',
};

export type ScanWords = { title: string; text: string | null };

function statusWord(status: Parameters<typeof lookOf>[0]): string {
  return lookOf(status).word.toLowerCase();
}

function lookOf(status: keyof typeof STATUS_LOOKS | null) {
  return STATUS_LOOKS[status ?? 'unmarked'];
}

function refusalWords(state: Extract<ScanState, { step: 'refused' }>, isOnline: boolean): ScanWords {
  const { title, text } = state.reason === 'bad-badge' && !isOnline ? UNKNOWN_OFFLINE : REFUSALS[state.reason];
  return { title: state.name ? `${state.name}: ${title.toLowerCase()}` : title, text };
}

/** Title and text of a scan. Never throws. @param isOnline as the browser believes */
export function scanWords(state: ScanState, isOnline: boolean): ScanWords {
  switch (state.step) {
    case 'checking':
      return { title: 'Checking…', text: null };
    case 'unchecked':
      return { title: 'Saved, not checked', text: 'The school does not answer. It decides about this badge when it does.' };
    case 'marked':
      return { title: state.name, text: null };
    case 'saved':
      return { title: state.name, text: 'Saved on this device, not yet confirmed.' };
    case 'already':
      return { title: state.name, text: `Was ${statusWord(state.status)} already. Nothing was changed.` };
    case 'undone':
      return { title: state.name, text: 'Scan taken back.' };
    case 'refused':
      return refusalWords(state, isOnline);
    case 'failed':
      return { title: 'Not marked', text: state.message };
  }
}

/** What a screen reader is told. Empty while there is nothing to tell. Never throws. */
export function spokenScan(state: ScanState, isOnline: boolean): string {
  if (state.step === 'checking') return '';
  const { title, text } = scanWords(state, isOnline);
  const status = state.step === 'marked' || state.step === 'saved' ? `, ${statusWord(state.status)}` : '';
  return [`${title}${status}.`, text].filter(Boolean).join(' ');
}
