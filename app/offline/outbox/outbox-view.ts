/** The outbox as screens see it. Here, and nowhere else, a stored call turns out to be one that this build knows, or another build's. */
import { type Call, isQueueable, type QueueableCalls, type QueueableName } from '#app/offline/calls/queueable';
import type { StoredEntry, StoredVerdict } from '#app/offline/device/database';

/** A call of another build. It is sent, counted and answered like any other; this build has no words for it. */
type UnknownCall = { procedure: 'unknown'; input: Record<string, unknown> };

/** A call of this build as it is kept, told apart by its procedure. */
export type KnownCall<Name extends QueueableName = QueueableName> = {
  [One in Name]: { procedure: One; input: QueueableCalls[One]['kept'] };
}[Name];

/** What was done, whether it waits or has its answer. */
export type DoneCall = KnownCall | UnknownCall;

/** A call that waits to be sent, told apart by its procedure. */
export type WaitingCall = Call | UnknownCall;

type Refused = Extract<StoredVerdict['answer'], { kind: 'refused' }>;

/** A call of this build with what became of it, told apart by its procedure. */
export type SettledCall<Name extends QueueableName = QueueableName> = {
  [One in Name]: {
    procedure: One;
    input: QueueableCalls[One]['kept'];
    answer: { kind: 'answered'; output: QueueableCalls[One]['output'] } | Refused;
  };
}[Name];

/** A call with what became of it. */
export type Verdict = SettledCall | (UnknownCall & Pick<StoredVerdict, 'answer'>);

export type OutboxEntry = WaitingCall & Omit<StoredEntry, 'procedure' | 'input'>;
export type OutboxVerdict = Verdict & Omit<StoredVerdict, 'procedure' | 'input' | 'answer'>;

export type OutboxView = {
  /** In the order they were made. */
  entries: readonly OutboxEntry[];
  /** Newest first. */
  verdicts: readonly OutboxVerdict[];
};

/** An entry as screens see it. What is stored under a name has that call's shape. */
export function readEntry(stored: StoredEntry): OutboxEntry {
  return (isQueueable(stored.procedure) ? stored : { ...stored, procedure: 'unknown' }) as OutboxEntry;
}

/** A verdict as screens see it, likewise. */
export function readVerdict(stored: StoredVerdict): OutboxVerdict {
  return (isQueueable(stored.procedure) ? stored : { ...stored, procedure: 'unknown' }) as OutboxVerdict;
}

/** The class session a call is about, or null. Never throws. */
export function classSessionOf({ input }: { input: object }): number | null {
  return 'classSessionId' in input && typeof input.classSessionId === 'number' ? input.classSessionId : null;
}

/** The one student a call is about, or null. Never throws. */
export function studentOf({ input }: { input: object }): number | null {
  return 'studentId' in input && typeof input.studentId === 'number' ? input.studentId : null;
}
