/** Sends what waits for one person, from a page or the worker. Their check-ins are signed by this device, which has to be theirs again first. */
import { THIS_DEVICE, withDatabase } from './database';
import { type FlushResult, flush } from './outbox';
import { listEntries } from './outbox-store';
import { sendCall } from './send';

/** Registers this device for `userId` anew when somebody else had it meanwhile. With no answer nothing else is answered either. */
async function reclaimDevice(userId: number): Promise<void> {
  const record = await withDatabase((database) => database.get('device', THIS_DEVICE));
  if (!record || record.userId === userId) return;
  const { deviceId, publicKey, name } = record;
  const input = { deviceId, publicKey, name };
  const { kind } = await sendCall({ procedure: 'device.register', input, userId });
  if (kind === 'answered') await withDatabase((database) => database.put('device', { ...record, userId }, THIS_DEVICE));
}

/** @param isEager also what failed a moment ago
 *  @throws StorageDenied */
export async function flushOutbox(userId: number, { isEager }: { isEager: boolean }): Promise<FlushResult> {
  const entries = await listEntries(userId);
  if (entries.some(({ procedure }) => procedure === 'checkIn.submit')) await reclaimDevice(userId);
  return flush({ userId, now: Date.now, random: Math.random, isEager });
}
