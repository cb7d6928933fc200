/** Queueable calls: each carries its own id and the device's time, so sending it twice is sending it once. */
import { v7 as newId } from 'uuid';
import { api } from '#app/trpc/client';

type Client = ReturnType<typeof api>;
type Mutation<Input, Output> = { mutate: (input: Input) => Promise<Output> };
type CallOf<Procedure> = Procedure extends Mutation<infer Input, infer Output> ? { input: Input; output: Output } : never;

/** Every call of this kind, by procedure. */
export type QueueableCalls = {
  'checkIn.submit': CallOf<Client['checkIn']['submit']>;
  'checkIn.settle': CallOf<Client['checkIn']['settle']>;
  'classSession.open': CallOf<Client['classSession']['open']>;
  'classSession.close': CallOf<Client['classSession']['close']>;
  'classSession.extend': CallOf<Client['classSession']['extend']>;
  'classSession.endCheckIn': CallOf<Client['classSession']['endCheckIn']>;
  'classSession.setHeadCount': CallOf<Client['classSession']['setHeadCount']>;
  'attendance.mark': CallOf<Client['attendance']['mark']>;
  'attendance.markMany': CallOf<Client['attendance']['markMany']>;
  'attendance.scanBadge': CallOf<Client['attendance']['scanBadge']>;
  'attendance.undoScan': CallOf<Client['attendance']['undoScan']>;
  'spotCheck.answer': CallOf<Client['spotCheck']['answer']>;
};

/** The id and time that a queueable input carries.
 *  @param offsetMs what the server's clock is ahead of this device's */
export function mint(offsetMs = 0): { id: string; at: number } {
  return { id: newId(), at: Math.round(Date.now() + offsetMs) };
}

type Sent = { signal: AbortSignal };
type Send<Name extends keyof QueueableCalls> = (
  input: QueueableCalls[Name]['input'],
  sent: Sent,
) => Promise<QueueableCalls[Name]['output']>;

const SENDS: { [Name in keyof QueueableCalls]: Send<Name> } = {
  'checkIn.submit': (input, sent) => api().checkIn.submit.mutate(input, sent),
  'checkIn.settle': (input, sent) => api().checkIn.settle.mutate(input, sent),
  'classSession.open': (input, sent) => api().classSession.open.mutate(input, sent),
  'classSession.close': (input, sent) => api().classSession.close.mutate(input, sent),
  'classSession.extend': (input, sent) => api().classSession.extend.mutate(input, sent),
  'classSession.endCheckIn': (input, sent) => api().classSession.endCheckIn.mutate(input, sent),
  'classSession.setHeadCount': (input, sent) => api().classSession.setHeadCount.mutate(input, sent),
  'attendance.mark': (input, sent) => api().attendance.mark.mutate(input, sent),
  'attendance.markMany': (input, sent) => api().attendance.markMany.mutate(input, sent),
  'attendance.scanBadge': (input, sent) => api().attendance.scanBadge.mutate(input, sent),
  'attendance.undoScan': (input, sent) => api().attendance.undoScan.mutate(input, sent),
  'spotCheck.answer': (input, sent) => api().spotCheck.answer.mutate(input, sent),
};

/** Longer than a slow request on school wifi. */
const ANSWER_WITHIN_MS = 10_000;

/** Makes a call that is worth something only now: it is sent once and not kept.
 *  @throws TRPCClientError when the server refuses or cannot be reached (`appCodeOf` tells which) */
export function callNow<Name extends keyof QueueableCalls>(
  name: Name,
  input: QueueableCalls[Name]['input'],
): Promise<QueueableCalls[Name]['output']> {
  return SENDS[name](input, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}
