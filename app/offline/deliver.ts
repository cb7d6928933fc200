/** The one way out for queueable calls: each carries its own id and the device's time, so sending it twice is sending it once.
 *  Screens call this and know nothing of the wire. Free of React and Remix. */
import { v7 as newId } from 'uuid';
import { api } from '../trpc/client';

type Client = ReturnType<typeof api>;
type Mutation<Input, Output> = { mutate: (input: Input) => Promise<Output> };
type CallOf<Procedure> = Procedure extends Mutation<infer Input, infer Output> ? { input: Input; output: Output } : never;

/** Every call that may be made with no network, by procedure. */
export type QueueableCalls = {
  'checkIn.submit': CallOf<Client['checkIn']['submit']>;
  'checkIn.settle': CallOf<Client['checkIn']['settle']>;
  'classSession.open': CallOf<Client['classSession']['open']>;
  'classSession.close': CallOf<Client['classSession']['close']>;
  'classSession.extend': CallOf<Client['classSession']['extend']>;
  'classSession.endCheckIn': CallOf<Client['classSession']['endCheckIn']>;
  'attendance.mark': CallOf<Client['attendance']['mark']>;
  'attendance.markMany': CallOf<Client['attendance']['markMany']>;
};

type Send<Name extends keyof QueueableCalls> = (input: QueueableCalls[Name]['input']) => Promise<QueueableCalls[Name]['output']>;

const SENDS: { [Name in keyof QueueableCalls]: Send<Name> } = {
  'checkIn.submit': (input) => api().checkIn.submit.mutate(input),
  'checkIn.settle': (input) => api().checkIn.settle.mutate(input),
  'classSession.open': (input) => api().classSession.open.mutate(input),
  'classSession.close': (input) => api().classSession.close.mutate(input),
  'classSession.extend': (input) => api().classSession.extend.mutate(input),
  'classSession.endCheckIn': (input) => api().classSession.endCheckIn.mutate(input),
  'attendance.mark': (input) => api().attendance.mark.mutate(input),
  'attendance.markMany': (input) => api().attendance.markMany.mutate(input),
};

/** The id and time that a queueable input carries.
 *  @param offsetMs what the server's clock is ahead of this device's */
export function mint(offsetMs = 0): { id: string; at: number } {
  return { id: newId(), at: Math.round(Date.now() + offsetMs) };
}

/** Sends one queueable call and answers what the server said.
 *  @throws TRPCClientError when the server refuses or cannot be reached (`appCodeOf` tells which) */
export function deliver<Name extends keyof QueueableCalls>(
  name: Name,
  input: QueueableCalls[Name]['input'],
): Promise<QueueableCalls[Name]['output']> {
  return SENDS[name](input);
}
