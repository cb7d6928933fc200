/** What a device's facts mean for the person: each check's state in words, and what would mend it. Pure; facts come from `facts.ts`. */
import { MINUTE_MS } from '#domain/duration';
import { plural } from '#domain/plural';
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
  browser: string;
};

/** `attention`: works, but could be better. `problem`: something will not work. */
export type CheckState = 'good' | 'attention' | 'problem' | 'unknown';
export type Fix = 'install' | 'install-by-hand' | 'update' | 'reload' | 'camera' | 'persist' | 'send';
export type Check = { name: string; state: CheckState; text: string; fix?: Fix };

/** Below this nobody notices; a badge shown without a network is refused above `CLOCK_LIMIT_MS`. */
const CLOCK_GOOD_MS = 5_000;
const CLOCK_LIMIT_MS = 2 * MINUTE_MS;

/** Everything kept here fits several times into this. */
const SPACE_NEEDED_BYTES = 20_000_000;

const INSTALL: Record<InstallState, Omit<Check, 'name'>> = {
  installed: { state: 'good', text: 'It runs as an app.' },
  promptable: { state: 'attention', text: 'It runs in the browser. Installed, it opens at once.', fix: 'install' },
  'by-hand': { state: 'attention', text: 'It runs in the browser. Put it on the home screen:', fix: 'install-by-hand' },
  unknown: { state: 'attention', text: 'It runs in the browser, which makes no offer to install it now.' },
};

const CAMERA: Record<CameraState, Omit<Check, 'name'>> = {
  granted: { state: 'good', text: 'There is a camera, and Muster may use it.' },
  prompt: { state: 'attention', text: 'There is a camera. Muster has not asked for it yet.', fix: 'camera' },
  denied: { state: 'problem', text: 'Muster may not use the camera. Allow it in the browser’s settings for this site.' },
  none: { state: 'problem', text: 'No camera was found. You can type the code instead.' },
  unknown: { state: 'unknown', text: 'This browser does not say before it is used.', fix: 'camera' },
};

function judgeWorker({ worker: { isSupported, build, isUpdateReady }, pageBuild }: SelfTestFacts): Omit<Check, 'name'> {
  if (!isSupported)
    return { state: 'problem', text: 'This browser or window keeps no pages. Open Muster in an ordinary window.' };
  if (build === null) return { state: 'problem', text: 'Pages are not kept yet.', fix: 'reload' };
  if (isUpdateReady || build !== pageBuild) return { state: 'attention', text: 'A new version is ready.', fix: 'update' };
  return { state: 'good', text: 'Pages are kept on this device.' };
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${Math.round(bytes / 1e8) / 10} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

function judgeStorage({ storage: { isPersisted, usedBytes, quotaBytes } }: SelfTestFacts): Omit<Check, 'name'> {
  const isKnown = usedBytes !== null && quotaBytes !== null;
  const used = isKnown ? ` ${sizeText(usedBytes)} used of ${sizeText(quotaBytes)}.` : '';
  if (isKnown && quotaBytes - usedBytes < SPACE_NEEDED_BYTES)
    return { state: 'problem', text: `There is hardly any space left.${used} Free some on this device.` };
  if (isPersisted === null)
    return { state: 'unknown', text: `This browser does not say whether it keeps what is stored.${used}` };
  if (isPersisted) return { state: 'good', text: `The browser has agreed to keep what is stored.${used}` };
  return { state: 'attention', text: `The browser may clear what is stored when space runs short.${used}`, fix: 'persist' };
}

function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function judgeClock({ clock }: SelfTestFacts): Omit<Check, 'name'> {
  if (!clock) return { state: 'unknown', text: 'Your school cannot be reached, so there is nothing to compare with.' };
  const offMs = Math.max(0, Math.abs(clock.aheadMs) - clock.roundTripMs / 2);
  if (offMs <= CLOCK_GOOD_MS) return { state: 'good', text: 'This device’s clock is right.' };
  const off = `This device’s clock is ${durationText(offMs)} ${clock.aheadMs > 0 ? 'ahead' : 'behind'}.`;
  if (offMs <= CLOCK_LIMIT_MS) return { state: 'attention', text: `${off} Check-in works all the same.` };
  return { state: 'problem', text: `${off} Set it to automatic: your badge would not be accepted.` };
}

function judgeOutbox({ outbox: { count, oldestAgeMs } }: SelfTestFacts): Omit<Check, 'name'> {
  if (count === 0) return { state: 'good', text: 'Nothing waits to be sent.' };
  const since = oldestAgeMs === null ? '' : `, the oldest for ${durationText(oldestAgeMs)}`;
  return {
    state: 'attention',
    text: `${plural(count, 'change waits', 'changes wait')} to be sent${since}.`,
    fix: 'send',
  };
}

/** Every check, in the order they are shown. Never throws. */
export function judge(facts: SelfTestFacts): Check[] {
  const versions = `App ${facts.pageBuild}, worker ${facts.worker.build ?? 'none'}. ${facts.browser}.`;
  return [
    { name: 'Installed', ...INSTALL[facts.install] },
    { name: 'Without a network', ...judgeWorker(facts) },
    { name: 'Camera', ...CAMERA[facts.camera] },
    { name: 'Storage', ...judgeStorage(facts) },
    { name: 'Clock', ...judgeClock(facts) },
    { name: 'Waiting to be sent', ...judgeOutbox(facts) },
    { name: 'Notifications', state: 'unknown', text: 'Not set up.' },
    { name: 'Versions', state: 'good', text: versions },
  ];
}

export const STATE_WORDS: Record<CheckState, string> = {
  good: 'Good',
  attention: 'Could be better',
  problem: 'Problem',
  unknown: 'Not known',
};

/** The checks as plain text, for whoever is asked for help. @param at epoch ms */
export function reportText(checks: readonly Check[], { at, userAgent }: { at: number; userAgent: string }): string {
  const lines = checks.map(({ name, state, text }) => `${name}: ${STATE_WORDS[state]}. ${text}`);
  return [`Muster self-test, ${new Date(at).toISOString()}`, ...lines, `Browser: ${userAgent}`].join('\n');
}
