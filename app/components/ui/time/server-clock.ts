/** The server's clock on this device, measured over round trips, so that codes are signed for the right window. Outlasts the
 *  connection and the page: with no network the last offset stands. */
import { knownOffset, likelyOffset, noteClockOffset, onOffset } from '#app/offline/device/clock-offset';

/** What one round trip told: the server's clock less this device's, and how long the answer took. Both in ms. */
export type ClockSample = { offsetMs: number; roundTripMs: number };

/** Enough to hold one quick answer among slow ones. */
const MOST_SAMPLES = 8;

/** The offset one round trip tells, wrong by at most half of it. Instants are epoch ms; `sentAt` and `receivedAt` are this device's. */
export function sampleOf({ sentAt, receivedAt, serverNow }: Record<'sentAt' | 'receivedAt' | 'serverNow', number>): ClockSample {
  return { offsetMs: serverNow - (sentAt + receivedAt) / 2, roundTripMs: Math.max(0, receivedAt - sentAt) };
}

/** Whether both samples can come from one steady clock. */
function agree(a: ClockSample, b: ClockSample): boolean {
  return Math.abs(a.offsetMs - b.offsetMs) <= (a.roundTripMs + b.roundTripMs) / 2 + 1;
}

/** The samples worth keeping once `next` is known: older ones that contradict it are from before the device's clock was set. */
export function keepSamples(samples: readonly ClockSample[], next: ClockSample): ClockSample[] {
  return [...samples.filter((sample) => agree(sample, next)), next].slice(-MOST_SAMPLES);
}

/** The offset to go by: that of the quickest answer. Null without samples. */
export function bestOffset(samples: readonly ClockSample[]): number | null {
  const best = samples.reduce<ClockSample | null>(
    (quickest, sample) => (quickest && quickest.roundTripMs <= sample.roundTripMs ? quickest : sample),
    null,
  );
  return best?.offsetMs ?? null;
}

export type ServerClock = {
  /** Epoch ms on the server, as far as this device can tell. */
  now: () => number;
  /** What the server is ahead of this device, in ms. */
  offsetMs: () => number;
  /** Calls back when the clock was set, which what waits for an instant has to know. The returned function ends it. */
  onSet: (listener: () => void) => () => void;
  /** Makes a call whose answer says the server's time, and learns from it. Throws what the call throws. */
  measure: <Answer extends { serverNow: number }>(call: () => Promise<Answer>) => Promise<Answer>;
};

/** A clock that begins with what the page was told or this device has measured before, and becomes exact with the first measured call.
 *  @param serverNow epoch ms on the server when the page was made */
export function createServerClock(serverNow: number, deviceNow: () => number = Date.now): ServerClock {
  const assumedMs = serverNow - deviceNow();
  let samples: ClockSample[] = [];
  const offsetMs = () => bestOffset(samples) ?? likelyOffset(assumedMs, knownOffset());
  return {
    offsetMs,
    now: () => deviceNow() + offsetMs(),
    onSet: onOffset,
    async measure(call) {
      const sentAt = deviceNow();
      const answer = await call();
      samples = keepSamples(samples, sampleOf({ sentAt, receivedAt: deviceNow(), serverNow: answer.serverNow }));
      noteClockOffset(offsetMs());
      return answer;
    },
  };
}
