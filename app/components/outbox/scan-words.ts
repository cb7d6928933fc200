/** What became of a scanned badge, in words for staff, on the screen and spoken. Pure. */

import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { markText } from '#app/components/ui/status-words';
import type { BadgeRefusal } from '#domain/check-in/badge';
import type { ScanState } from './scan-list';

/** What is the matter with a badge, whose it is where that is known, and what to do. */
type RefusalWords = { title: MessageDescriptor; ofName: (name: string) => MessageDescriptor; text: MessageDescriptor };

const REFUSALS: Record<BadgeRefusal | 'no-pack' | 'not-a-badge', RefusalWords> = {
  'bad-badge': {
    title: msg`Unknown badge`,
    ofName: (name) => msg`${name}: unknown badge`,
    text: msg`This code belongs to nobody at this school. Mark by hand, or have a new card made.`,
  },
  'not-a-badge': {
    title: msg`Not a badge`,
    ofName: (name) => msg`${name}: not a badge`,
    text: msg`This is another code. A student’s badge is in their app, or on their card.`,
  },
  replaced: {
    title: msg`No longer valid`,
    ofName: (name) => msg`${name}: no longer valid`,
    text: msg`This card or phone was replaced by another one. Ask for the new one.`,
  },
  'old-badge': {
    title: msg`Badge has expired`,
    ofName: (name) => msg`${name}: badge has expired`,
    text: msg`It was on screen some minutes ago: a photo, or a phone whose clock is wrong. Ask to see the live badge.`,
  },
  forged: {
    title: msg`Not genuine`,
    ofName: (name) => msg`${name}: not genuine`,
    text: msg`This badge was not signed by the student’s own phone. Nobody was marked.`,
  },
  'not-on-roll': {
    title: msg`Not on this roll`,
    ofName: (name) => msg`${name}: not on this roll`,
    text: msg`This student is not on the roll of this class. Nobody was marked.`,
  },
  'no-pack': {
    title: msg`Cannot be checked`,
    ofName: (name) => msg`${name}: cannot be checked`,
    text: msg`There is no network, and today’s classes were not saved on this device beforehand. Mark by hand.`,
  },
};

/** With no network, a badge the day pack does not know may still be a new one. */
const UNKNOWN_OFFLINE: RefusalWords = {
  title: msg`Not known here`,
  ofName: (name) => msg`${name}: not known here`,
  text: msg`There is no network, and this badge is not among those saved this morning. It may be new, or replaced. Mark by hand.`,
};

const NOT_KEPT = msg`This browser keeps nothing for Muster, and the school does not answer. Mark by hand.`;

export type ScanWords = { title: string; text: string | null };

function refusalWords(i18n: I18n, state: Extract<ScanState, { step: 'refused' }>, isOnline: boolean): ScanWords {
  const { title, ofName, text } = state.reason === 'bad-badge' && !isOnline ? UNKNOWN_OFFLINE : REFUSALS[state.reason];
  return { title: i18n._(state.name ? ofName(state.name) : title), text: i18n._(text) };
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
      return { title: state.name, text: i18n._(msg`Was ${markText(i18n, state.status)} already. Nothing was changed.`) };
    case 'undone':
      return { title: state.name, text: i18n._(msg`Scan undone.`) };
    case 'refused':
      return refusalWords(i18n, state, isOnline);
    case 'failed':
      return { title: i18n._(msg`Not marked`), text: state.message ?? i18n._(NOT_KEPT) };
  }
}

/** What a screen reader is told. Empty while there is nothing to tell. Never throws. */
export function spokenScan(i18n: I18n, state: ScanState, isOnline: boolean): string {
  if (state.step === 'checking') return '';
  const { title, text } = scanWords(i18n, state, isOnline);
  const isMarked = state.step === 'marked' || state.step === 'saved';
  const first = i18n._(isMarked ? msg`${title}, ${markText(i18n, state.status)}.` : msg`${title}.`);
  return text === null ? first : `${first} ${text}`;
}
