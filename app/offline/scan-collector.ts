/**
 * What to do with each text the camera reads: post at the first window and go on collecting, so that a slow network turns into
 * three consecutive windows by itself, while a forwarded photo holds one. Pure; the camera and the posting are the caller's.
 *
 * A claim's content is signed, so one claim has one set of windows. A post that fails is followed by another claim that carries
 * more of them; if the first did arrive after all, the server answers that the check-in is already recorded.
 */
import { WINDOWS_OFFLINE } from '#domain/check-in/check-in';
import { parseToken, tokenFromScan } from '#domain/check-in/rotating-code';

type Scan = { token: string; classSessionId: number; window: number };

export type Collector = {
  /** The newest run of consecutive windows of one class session, oldest first; three at most. */
  run: readonly Scan[];
  /** Newest token that was posted, or null before the first post. */
  posted: string | null;
  phase: 'looking' | 'posting' | 'collecting' | 'ended';
};

/** `failed`: no answer came. `tired`: nothing new has been read for long enough. */
export type CollectorEvent = { type: 'scanned'; text: string } | { type: 'failed' } | { type: 'answered' } | { type: 'tired' };

/** `foreign`: a code, but not one of ours. `give-up`: no answer, and no more windows to wait for. */
export type CollectorAction =
  | { type: 'none' }
  | { type: 'foreign' }
  | { type: 'post'; classSessionId: number; tokens: string[] }
  | { type: 'give-up' };

export const NEW_COLLECTOR: Collector = { run: [], posted: null, phase: 'looking' };

type Step = { collector: Collector; action: CollectorAction };

const NOTHING: CollectorAction = { type: 'none' };

function readScan(text: string): Scan | null {
  const token = tokenFromScan(text);
  const fields = token ? parseToken(token) : null;
  return token && fields ? { token, classSessionId: fields.classSessionId, window: fields.window } : null;
}

/** A window that follows the run prolongs it and one of the same run changes nothing; any other begins a new run. */
function extend(run: readonly Scan[], scan: Scan): readonly Scan[] {
  const last = run.at(-1);
  if (last?.classSessionId !== scan.classSessionId) return [scan];
  if (run.some((one) => one.window === scan.window)) return run;
  return scan.window === last.window + 1 ? [...run, scan].slice(-WINDOWS_OFFLINE) : [scan];
}

function post(collector: Collector): Step {
  const last = collector.run.at(-1);
  if (!last) return { collector, action: NOTHING };
  const tokens = collector.run.map((scan) => scan.token);
  return {
    collector: { ...collector, phase: 'posting', posted: last.token },
    action: { type: 'post', classSessionId: last.classSessionId, tokens },
  };
}

function scanned(collector: Collector, text: string): Step {
  const scan = readScan(text);
  if (!scan) return { collector, action: collector.phase === 'looking' ? { type: 'foreign' } : NOTHING };
  const run = extend(collector.run, scan);
  if (run === collector.run) return { collector, action: NOTHING };
  const grown: Collector = { ...collector, run };
  return collector.phase === 'posting' ? { collector: grown, action: NOTHING } : post(grown);
}

/** Three windows are as much as a claim can hold: more scanning would add nothing to them. */
function failed(collector: Collector): Step {
  const hasMore = collector.run.at(-1)?.token !== collector.posted;
  if (hasMore) return post(collector);
  if (collector.run.length === WINDOWS_OFFLINE)
    return { collector: { ...collector, phase: 'ended' }, action: { type: 'give-up' } };
  return { collector: { ...collector, phase: 'collecting' }, action: NOTHING };
}

/** The next state, and what the caller has to do. After the end nothing changes. Never throws. */
export function step(collector: Collector, event: CollectorEvent): Step {
  if (collector.phase === 'ended') return { collector, action: NOTHING };
  switch (event.type) {
    case 'scanned':
      return scanned(collector, event.text);
    case 'failed':
      return failed(collector);
    case 'answered':
      return { collector: { ...collector, phase: 'ended' }, action: NOTHING };
    case 'tired': {
      if (collector.phase !== 'collecting') return { collector, action: NOTHING };
      return { collector: { ...collector, phase: 'ended' }, action: { type: 'give-up' } };
    }
  }
}
