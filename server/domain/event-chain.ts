/** The hash chain over attendance events. Each seal covers an event's content and the seal before it, so no event can be altered or removed unseen. */
import { type Bytes, equalBytes, utf8 } from './encoding';

/** What a seal covers, in a fixed order. */
export type SealedEvent = {
  id: number;
  classSessionId: number;
  studentId: number;
  fromStatus: string | null;
  toStatus: string | null;
  source: string;
  version: number;
  note: string | null;
  reason: string | null;
  claimId: string | null;
  actionId: string | null;
  actorId: number | null;
  actorName: string;
  actorRole: string;
  at: number;
};

/** The seal before the first event. */
export const FIRST_SEAL: Bytes = new Uint8Array(32);

function contentOf(event: SealedEvent): string {
  const { id, classSessionId, studentId, fromStatus, toStatus, source, version, note, reason, claimId, actionId } = event;
  const { actorId, actorName, actorRole, at } = event;
  const content = [id, classSessionId, studentId, fromStatus, toStatus, source, version, note, reason, claimId, actionId];
  return JSON.stringify([...content, actorId, actorName, actorRole, at]);
}

/** SHA-256 over the previous seal and the event's content (32 bytes). */
export async function sealOf(previous: Bytes, event: SealedEvent): Promise<Bytes> {
  const content = utf8(contentOf(event));
  const covered = new Uint8Array(previous.length + content.length);
  covered.set(previous);
  covered.set(content, previous.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', covered));
}

export type ChainFault = { eventId: number; fault: 'altered' | 'missing' };

/** Walks sealed events and finds the first that does not fit. A missing event has a seal and no content. Never throws.
 *  @param links seals in the order of their ids, with their events where those still exist
 *  @returns the last seal, to go on from, or the fault */
export async function verifyChain(
  previous: Bytes,
  links: { eventId: number; seal: Bytes; event: SealedEvent | null }[],
): Promise<Bytes | ChainFault> {
  let last = previous;
  for (const { eventId, seal, event } of links) {
    if (!event) return { eventId, fault: 'missing' };
    if (!equalBytes(await sealOf(last, event), seal)) return { eventId, fault: 'altered' };
    last = seal;
  }
  return last;
}
