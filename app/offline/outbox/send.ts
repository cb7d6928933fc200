/** Sends one queued call and says what became of it. Only an answer of the API's own counts as one: a captive portal's page does not. */

import type { StoredEntry } from '#app/offline/device/database';
import * as paths from '#app/paths';
import { APP_CODES, type AppCode } from '#domain/errors';
import { USER_HEADER } from '#domain/wire';

/** `unreachable`: nobody answered; `busy`: somebody did, but not with a verdict. Both are tried again. */
export type Delivery<Output = unknown> =
  | { kind: 'answered'; output: Output }
  | { kind: 'refused'; code: AppCode; message: string }
  | { kind: 'signed-out' }
  | { kind: 'busy'; code: AppCode | null; error: string }
  | { kind: 'unreachable'; error: string };

export type Send = (call: Sent) => Promise<Delivery>;

type Sent = Pick<StoredEntry, 'procedure' | 'input'> & { userId: number | null };

/** A slow request on school wifi; the call is idempotent, so giving up early costs nothing. */
const TIMEOUT_MS = 15_000;

type Answer = { result?: { data?: unknown }; error?: { message?: string; data?: { appCode?: unknown } } };

/** Wait and try again: the verdict is still open. */
const IS_TRANSIENT: Record<AppCode, boolean> = {
  unauthenticated: false,
  forbidden: false,
  'not-found': false,
  invalid: false,
  conflict: false,
  'rate-limited': true,
  unavailable: true,
};

function toDelivery(status: number, answer: Answer | null): Delivery {
  if (status === 200 && answer?.result && 'data' in answer.result) return { kind: 'answered', output: answer.result.data };
  const code = APP_CODES.find((known) => known === answer?.error?.data?.appCode);
  if (!code || IS_TRANSIENT[code]) return { kind: 'busy', code: code ?? null, error: String(status) };
  if (code === 'unauthenticated') return { kind: 'signed-out' };
  return { kind: 'refused', code, message: answer?.error?.message ?? '' };
}

/** Sends over the network. Never throws.
 *  @param withinMs how long an answer may take */
export async function sendCall({ procedure, input, userId }: Sent, withinMs = TIMEOUT_MS): Promise<Delivery> {
  try {
    const response = await fetch(paths.api(procedure), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(userId !== null && { [USER_HEADER]: String(userId) }) },
      body: JSON.stringify(input),
      credentials: 'same-origin',
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
    return toDelivery(response.status, isJson ? ((await response.json()) as Answer) : null);
  } catch (error) {
    return { kind: 'unreachable', error: error instanceof Error ? error.message : String(error) };
  }
}
