/** Asks the server for its time, where nothing else that a page does brings it. What is measured is kept by `clock-offset.ts`. */
import { api } from '../trpc/client';
import { noteClockOffset } from './clock-offset';

/** A slower answer says too little about the time. */
const ANSWER_WITHIN_MS = 5_000;

/** @throws TRPCClientError when nobody answers in time */
export async function measureClockOffset(): Promise<void> {
  const sentAt = Date.now();
  const { serverNow } = await api().school.profile.query(undefined, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  noteClockOffset(serverNow - (sentAt + Date.now()) / 2);
}
