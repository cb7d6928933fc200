/**
 * Queueable calls: each carries its own id and the device's time, so sending it twice is sending it once. A new one is a record in its
 * noun's file; what it does to a register (`register/model/effects.ts`) and its words (`outbox/call-words.ts`) are then missed by `tsc`.
 */
import { v7 as newId } from 'uuid';
import { ATTENDANCE_CALLS, type AttendanceCalls } from './attendance';
import { BADGE_CALLS, type BadgeCalls } from './badge';
import type { CallRecords } from './call';
import { CHECK_IN_CALLS, type CheckInCalls } from './check-in';
import { CLAIM_CALLS, type ClaimCalls } from './claim';
import { CLASS_SESSION_CALLS, type ClassSessionCalls } from './class-session';
import { SPOT_CHECK_CALLS, type SpotCheckCalls } from './spot-check';

/** The types of every call of this kind, by procedure. */
export type QueueableCalls = CheckInCalls & ClaimCalls & ClassSessionCalls & AttendanceCalls & BadgeCalls & SpotCheckCalls;
export type QueueableName = keyof QueueableCalls;

/** A call as it is handed in, told apart by its procedure. */
export type Call<Name extends QueueableName = QueueableName> = {
  [One in Name]: { procedure: One; input: QueueableCalls[One]['input'] };
}[Name];

/** Every call's record, by procedure. */
export const QUEUEABLE: CallRecords<QueueableCalls> = {
  ...CHECK_IN_CALLS,
  ...CLAIM_CALLS,
  ...CLASS_SESSION_CALLS,
  ...ATTENDANCE_CALLS,
  ...BADGE_CALLS,
  ...SPOT_CHECK_CALLS,
};

/** Whether this build knows the call. What is kept on a device may be another build's. */
export function isQueueable(procedure: string): procedure is QueueableName {
  return Object.hasOwn(QUEUEABLE, procedure);
}

/** The id and time that a queueable input carries.
 *  @param offsetMs what the server's clock is ahead of this device's */
export function mint(offsetMs = 0): { id: string; at: number } {
  return { id: newId(), at: Math.round(Date.now() + offsetMs) };
}
