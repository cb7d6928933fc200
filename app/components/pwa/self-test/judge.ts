/** What a device's facts mean for the person: each check's state in words, and what would mend it. Pure; facts come from `facts.ts`. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { agentText } from '#app/components/ui/hooks/agent-text';
import { MINUTE_MS } from '#domain/duration';
import type { InstallState } from '../install';

export type CameraState = 'granted' | 'prompt' | 'denied' | 'none' | 'unknown';

export type SelfTestFacts = {
  install: InstallState;
  worker: { isSupported: boolean; build: string | null; isUpdateReady: boolean };
  pageBuild: string;
  camera: CameraState;
  storage: { isPersisted: boolean | null; usedBytes: number | null; quotaBytes: number | null };
  /** Null when the server could not be asked. Both in ms; positive when the device is ahead. */
  clock: { aheadMs: number; roundTripMs: number } | null;
  outbox: { count: number; oldestAgeMs: number | null };
  userAgent: string;
};

/** `attention`: works, but could be better. `problem`: something will not work. */
export type CheckState = 'good' | 'attention' | 'problem' | 'unknown';
export type Fix = 'install' | 'install-by-hand' | 'update' | 'reload' | 'camera' | 'persist' | 'send';
export type Check = { name: string; state: CheckState; text: string; fix?: Fix };

/** What a check finds, before it is worded. `more` are sentences that follow. */
type Finding = { state: CheckState; text: MessageDescriptor; more?: readonly MessageDescriptor[]; fix?: Fix };

/** Below this nobody notices; a badge shown without a network is refused above `CLOCK_LIMIT_MS`. */
const CLOCK_GOOD_MS = 5_000;
const CLOCK_LIMIT_MS = 2 * MINUTE_MS;

/** Everything kept here fits several times into this. */
const SPACE_NEEDED_BYTES = 20_000_000;

const INSTALL: Record<InstallState, Finding> = {
  installed: { state: 'good', text: msg`It runs as an app.` },
  promptable: { state: 'attention', text: msg`It runs in the browser. Installed, it opens at once.`, fix: 'install' },
  'by-hand': { state: 'attention', text: msg`It runs in the browser. Put it on the home screen:`, fix: 'install-by-hand' },
  unknown: { state: 'attention', text: msg`It runs in the browser, which makes no offer to install it now.` },
};

const CAMERA: Record<CameraState, Finding> = {
  granted: { state: 'good', text: msg`There is a camera, and Muster may use it.` },
  prompt: { state: 'attention', text: msg`There is a camera. Muster has not asked for it yet.`, fix: 'camera' },
  denied: { state: 'problem', text: msg`Muster may not use the camera. Allow it in the browser’s settings for this site.` },
  none: { state: 'problem', text: msg`No camera was found. You can type the code instead.` },
  unknown: { state: 'unknown', text: msg`This browser does not say before it is used.`, fix: 'camera' },
};

function judgeWorker({ worker: { isSupported, build, isUpdateReady }, pageBuild }: SelfTestFacts): Finding {
  if (!isSupported)
    return { state: 'problem', text: msg`This browser or window keeps no pages. Open Muster in an ordinary window.` };
  if (build === null) return { state: 'problem', text: msg`Pages are not kept yet.`, fix: 'reload' };
  if (isUpdateReady || build !== pageBuild) return { state: 'attention', text: msg`A new version is ready.`, fix: 'update' };
  return { state: 'good', text: msg`Pages are kept on this device.` };
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${Math.round(bytes / 1e8) / 10} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

/** How much of its room is used; nothing where the browser does not say. */
function usedWords({ usedBytes, quotaBytes }: SelfTestFacts['storage']): MessageDescriptor[] {
  if (usedBytes === null || quotaBytes === null) return [];
  return [msg`${sizeText(usedBytes)} used of ${sizeText(quotaBytes)}.`];
}

function judgeStorage({ storage }: SelfTestFacts): Finding {
  const { isPersisted, usedBytes, quotaBytes } = storage;
  const more = usedWords(storage);
  if (usedBytes !== null && quotaBytes !== null && quotaBytes - usedBytes < SPACE_NEEDED_BYTES)
    return { state: 'problem', text: msg`There is hardly any space left.`, more: [...more, msg`Free some on this device.`] };
  if (isPersisted === null)
    return { state: 'unknown', text: msg`This browser does not say whether it keeps what is stored.`, more };
  if (isPersisted) return { state: 'good', text: msg`The browser has agreed to keep what is stored.`, more };
  return { state: 'attention', text: msg`The browser may clear what is stored when space runs short.`, more, fix: 'persist' };
}

function durationText(i18n: I18n, ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? i18n._(msg`${seconds} s`) : i18n._(msg`${Math.round(seconds / 60)} min`);
}

function judgeClock(i18n: I18n, { clock }: SelfTestFacts): Finding {
  if (!clock) return { state: 'unknown', text: msg`Your school cannot be reached, so there is nothing to compare with.` };
  const offMs = Math.max(0, Math.abs(clock.aheadMs) - clock.roundTripMs / 2);
  if (offMs <= CLOCK_GOOD_MS) return { state: 'good', text: msg`This device’s clock is right.` };
  const by = durationText(i18n, offMs);
  const off =
    clock.aheadMs > 0 ? i18n._(msg`This device’s clock is ${by} ahead.`) : i18n._(msg`This device’s clock is ${by} behind.`);
  if (offMs <= CLOCK_LIMIT_MS) return { state: 'attention', text: msg`${off} Check-in still works.` };
  return { state: 'problem', text: msg`${off} Set it to automatic: your badge would not be accepted.` };
}

function judgeOutbox(i18n: I18n, { outbox: { count, oldestAgeMs } }: SelfTestFacts): Finding {
  if (count === 0) return { state: 'good', text: msg`Nothing is waiting to be sent.` };
  if (oldestAgeMs === null)
    return {
      state: 'attention',
      text: msg`${plural(count, { one: '# change waits to be sent.', other: '# changes wait to be sent.' })}`,
      fix: 'send',
    };
  const age = durationText(i18n, oldestAgeMs);
  return {
    state: 'attention',
    text: msg`${plural(count, {
      one: `# change waits to be sent, the oldest for ${age}.`,
      other: `# changes wait to be sent, the oldest for ${age}.`,
    })}`,
    fix: 'send',
  };
}

function versionsText(i18n: I18n, { pageBuild, worker, userAgent }: SelfTestFacts): MessageDescriptor {
  const [{ build }, browser] = [worker, agentText(i18n, userAgent)];
  if (build === null) return msg`App ${pageBuild}, worker none. ${browser}.`;
  return msg`App ${pageBuild}, worker ${build}. ${browser}.`;
}

/** Every check, in the order they are shown. Never throws. */
export function judge(i18n: I18n, facts: SelfTestFacts): Check[] {
  const found: [name: MessageDescriptor, finding: Finding][] = [
    [msg`Installed`, INSTALL[facts.install]],
    [msg`Without a network`, judgeWorker(facts)],
    [msg`Camera`, CAMERA[facts.camera]],
    [msg`Storage`, judgeStorage(facts)],
    [msg`Clock`, judgeClock(i18n, facts)],
    [msg`Waiting to be sent`, judgeOutbox(i18n, facts)],
    [msg`Notifications`, { state: 'unknown', text: msg`Not set up.` }],
    [msg`Versions`, { state: 'good', text: versionsText(i18n, facts) }],
  ];
  return found.map(([name, { text, more = [], ...finding }]) => {
    const sentences = [text, ...more].map((one) => i18n._(one));
    return { ...finding, name: i18n._(name), text: sentences.join(' ') };
  });
}

export const STATE_WORDS: Record<CheckState, MessageDescriptor> = {
  good: msg`Good`,
  attention: msg`Needs attention`,
  problem: msg`Problem`,
  unknown: msg`Not known`,
};

/** The checks as plain text, for whoever is asked for help. @param at epoch ms */
export function reportText(i18n: I18n, checks: readonly Check[], { at, userAgent }: { at: number; userAgent: string }): string {
  const lines = checks.map(({ name, state, text }) => i18n._(msg`${name}: ${i18n._(STATE_WORDS[state])}. ${text}`));
  const title = i18n._(msg`Muster self-test, ${new Date(at).toISOString()}`);
  return [title, ...lines, i18n._(msg`Browser: ${userAgent}`)].join('\n');
}
