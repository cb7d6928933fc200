/** What the server's clock is ahead of this device's, as measured last: kept, so that a page out of a cache knows the time with no
 *  network. Free of React. */

/** Between what a page assumes and what was measured: a slow load, no more. */
const SAME_CLOCK_MS = 60_000;

let knownMs: number | null = null;
const listeners = new Set<() => void>();

/** The offset measured last on this device, in ms; null before any. */
export function knownOffset(): number | null {
  return knownMs;
}

/** Calls back when an offset was measured or read. @returns ends it */
export function onOffset(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(offsetMs: number): void {
  knownMs = offsetMs;
  for (const listener of listeners) listener();
}

/** The device's database is fetched when it is first asked, as no page needs it to be shown. */
async function readOffset(): Promise<number | undefined> {
  const { readFact } = await import('./facts');
  return readFact('clock-offset');
}

async function keepOffset(offsetMs: number): Promise<void> {
  const { noteFact } = await import('./facts');
  await noteFact('clock-offset', offsetMs);
}

/** Reads what was measured before this page was opened. Never rejects. */
export async function loadClockOffset(): Promise<void> {
  const offsetMs = await readOffset().catch(() => undefined);
  if (offsetMs !== undefined && knownMs === null) set(offsetMs);
}

/** Keeps a measured offset. Never throws: where nothing can be kept, this page still has it. */
export function noteClockOffset(offsetMs: number): void {
  set(offsetMs);
  void keepOffset(offsetMs).catch(() => undefined);
}

/** For when the server cannot be asked and nothing was measured: this device's clock is right as far as anybody knows. A page's own
 *  time says less, because the page may have been kept for days. */
export function assumeOwnClock(): void {
  if (knownMs === null) set(0);
}

/** Which offset to go by. A page can be older than it seems, never younger: it assumes too little. One that assumes far more than was
 *  measured tells that this device's clock has been set back since.
 *  @param assumedMs the server's time on the page, less this device's when the page was read */
export function likelyOffset(assumedMs: number, measuredMs: number | null): number {
  return measuredMs === null || isSetBack(assumedMs, measuredMs) ? assumedMs : measuredMs;
}

function isSetBack(assumedMs: number, measuredMs: number): boolean {
  return assumedMs - measuredMs > SAME_CLOCK_MS;
}

/** Keeps what a page proves of a device's clock that has been set back: shown anew with no network, the page goes on from there.
 *  @param serverNow when the page was made, epoch ms */
export function notePageTime(serverNow: number): void {
  const assumedMs = serverNow - Date.now();
  if (knownMs !== null && isSetBack(assumedMs, knownMs)) noteClockOffset(assumedMs);
}
