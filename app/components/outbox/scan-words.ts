/** What became of a scanned badge, in words for staff, on the screen and spoken. Pure. */

import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { BadgeRefusal } from '#domain/check-in/badge';
import type { ScanState } from './scan-list';

/** Whose badge, what is the matter with it, and what to do. */
const REFUSALS: Record<BadgeRefusal | 'no-pack' | 'not-a-badge', { title: MessageDescriptor; text: MessageDescriptor }> = {
  'bad-badge': {
    title: msg`Unknown badge`,
    text: msg`This code belongs to nobody at this school. Mark by hand, or have a new card made.`,
  },
  'not-a-badge': {
    title: msg`Not a badge`,
    text: msg`This is another code. A student’s badge is in their app, or on their card.`,
  },
  replaced: { title: msg`No longer valid`, text: msg`This card or phone was replaced by another one. Ask for the new one.` },
  'old-badge': {
    title: msg`Badge has expired`,
    text: msg`It was on screen some minutes ago: a photo, or a phone whose clock is wrong. Ask to see the live badge.`,
  },
  forged: { title: msg`Not genuine`, text: msg`This badge was not signed by the student’s own phone. Nobody was marked.` },
  'not-on-roll': { title: msg`Not on this roll`, text: msg`This student is not on the roll of this class. Nobody was marked.` },
  'no-pack': {
    title: msg`Cannot be checked`,
    text: msg`There is no network, and today’s classes were not saved on this device beforehand. Mark by hand.`,
  },
};

/** With no network, a badge the day pack does not know may still be a new one. */
const UNKNOWN_OFFLINE = {
  title: msg`Not known here`,
  text: msg`There is no network, and this badge is not among those saved this morning. It may be new, or replaced. Mark by hand.`,
};

export type ScanWords = { title: string; text: string | null };

function statusWord(i18n: I18n, status: Parameters<typeof lookOf>[0]): string {
  return i18n._(lookOf(status).word).toLowerCase();
}

function lookOf(status: keyof typeof STATUS_LOOKS | null) {
  return STATUS_LOOKS[status ?? 'unmarked'];
}

function refusalWords(i18n: I18n, state: Extract<ScanState, { step: 'refused' }>, isOnline: boolean): ScanWords {
  const { title, text } = state.reason === 'bad-badge' && !isOnline ? UNKNOWN_OFFLINE : REFUSALS[state.reason];
  return { title: state.name ? `${state.name}: ${i18n._(title).toLowerCase()}` : i18n._(title), text: i18n._(text) };
}

/** Title and text of a scan. Never throws. @param isOnline as the browser believes */
export function scanWords(i18n: I18n, state: ScanState, isOnline: boolean): ScanWords {
  switch (state.step) {
    case 'checking':
      return { title: i18n._(msg`Checking…`), text: null };
    case 'unchecked':
      return {
        title: i18n._(msg`Saved, not checked`),
        text: i18n._(msg`The school does not answer. It decides about this badge when it does.`),
      };
    case 'marked':
      return { title: state.name, text: null };
    case 'saved':
      return { title: state.name, text: i18n._(msg`Saved on this device, not yet confirmed.`) };
    case 'already':
      return { title: state.name, text: i18n._(msg`Was ${statusWord(i18n, state.status)} already. Nothing was changed.`) };
    case 'undone':
      return { title: state.name, text: i18n._(msg`Scan undone.`) };
    case 'refused':
      return refusalWords(i18n, state, isOnline);
    case 'failed':
      return { title: i18n._(msg`Not marked`), text: state.message };
  }
}

/** What a screen reader is told. Empty while there is nothing to tell. Never throws. */
export function spokenScan(i18n: I18n, state: ScanState, isOnline: boolean): string {
  if (state.step === 'checking') return '';
  const { title, text } = scanWords(i18n, state, isOnline);
  const status = state.step === 'marked' || state.step === 'saved' ? `, ${statusWord(i18n, state.status)}` : '';
  return [`${title}${status}.`, text].filter(Boolean).join(' ');
}
