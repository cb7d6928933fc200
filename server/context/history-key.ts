/** The key of the history's seals. Node's own HMAC, on both targets: a seal is made while somebody waits for the processor. */
import { createHmac, hkdfSync } from 'node:crypto';
import type { HistoryKey } from '#domain/history';

/** From the deployment's secret. Whoever changes the secret ends the chain: seals made before no longer verify. */
export function deriveHistoryKey(secret: string): HistoryKey {
  const key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), 'muster history v1', 32));
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}
