/** One meeting of a section: its states, when it may be opened, when check-in ends, when its register locks. State is computed from time. */

import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#domain/duration';
import { ClassSessionId, Queueable, Ticked } from '#domain/ids';
import { plainLine, plainText } from '#domain/text';
import { Day, isInOrder, WallTime } from '#domain/time';
import { says } from '#domain/words/says';

export const CLASS_SESSION_STATES = ['scheduled', 'open', 'closed', 'cancelled'] as const;
export type ClassSessionState = (typeof CLASS_SESSION_STATES)[number];

/** Staff set up before the bell. */
export const OPEN_EARLY_MS = 30 * MINUTE_MS;
/** The code's key stays with staff this long after class, for a screen that is still up. */
export const KEY_AFTER_END_MS = 10 * MINUTE_MS;
/** A reopened register closes by itself again after this. */
export const REOPENED_FOR_MS = 60 * MINUTE_MS;

/** The facts of a class session that rules read. Instants are epoch ms. */
export type ClassSessionFacts = {
  state: ClassSessionState;
  startsAt: number;
  endsAt: number;
  openedAt: number | null;
  checkInClosesAt: number | null;
  /** When the register closes by itself. */
  closesAt: number;
};

/** The state at `now`, whether or not a job has settled it yet. */
export function stateAt(facts: Pick<ClassSessionFacts, 'state' | 'closesAt'>, now: number): ClassSessionState {
  const isOver = now >= facts.closesAt;
  return isOver && (facts.state === 'open' || facts.state === 'scheduled') ? 'closed' : facts.state;
}

/** Whether staff may open at `at`: from 30 min before the start until the end. */
export function isOpenable(facts: Pick<ClassSessionFacts, 'startsAt' | 'endsAt'>, at: number): boolean {
  return at >= facts.startsAt - OPEN_EARLY_MS && at < facts.endsAt;
}

/** Whether the code's key is handed to nobody any more, whatever has become of the register: it would sign what was never on screen. */
export function isKeyOver(facts: Pick<ClassSessionFacts, 'endsAt'>, at: number): boolean {
  return at > facts.endsAt + KEY_AFTER_END_MS;
}

/** When the code's key may be with staff who are online. */
export function isKeyTime(facts: Pick<ClassSessionFacts, 'startsAt' | 'endsAt'>, at: number): boolean {
  return at >= facts.startsAt - OPEN_EARLY_MS && !isKeyOver(facts, at);
}

/** End of check-in for a class session opened at `openedAt`. With `ttlMinutes` 0 it ends as it begins.
 *  @param ttlMinutes length of check-in in minutes, counted from the later of opening and start */
export function checkInClosesAt(facts: { startsAt: number; endsAt: number; openedAt: number }, ttlMinutes: number): number {
  if (ttlMinutes === 0) return facts.openedAt;
  return Math.min(facts.endsAt, Math.max(facts.openedAt, facts.startsAt) + ttlMinutes * MINUTE_MS);
}

/** End of check-in once extended by `minutes` from the later of now and its present end; never beyond the class. */
export function extendedCheckIn(facts: { endsAt: number; checkInClosesAt: number }, minutes: number, now: number): number {
  return Math.min(facts.endsAt, Math.max(now, facts.checkInClosesAt) + minutes * MINUTE_MS);
}

/** Whether a check-in made at `now` could be accepted. */
export function isCheckInOpen(facts: ClassSessionFacts, now: number): boolean {
  return stateAt(facts, now) === 'open' && facts.checkInClosesAt !== null && now < facts.checkInClosesAt;
}

/** When something that a device tells of happened: the device's instant where it can be true, else its arrival. Never in the future.
 *  @param deliverWithinMs the longest that something may have been on its way */
export function happenedAt(at: number, { now, deliverWithinMs }: { now: number; deliverWithinMs: number }): number {
  return at <= now && now - at <= deliverWithinMs ? at : now;
}

/** Whether marks could be set freely at `at`, of a register that may be closed by now. */
export function wasMarkableAt(facts: Pick<ClassSessionFacts, 'startsAt'> & { closedAt: number | null }, at: number): boolean {
  return at >= facts.startsAt - OPEN_EARLY_MS && (facts.closedAt === null || at < facts.closedAt);
}

/** When a register locks: changing a mark then takes an administrator or a correction. */
export function locksAt(facts: { endsAt: number }, lockDays: number): number {
  return facts.endsAt + lockDays * DAY_MS;
}

/** What a change of a mark takes at `now`: nothing, a reason, or an administrator. */
export function markingRule(
  facts: ClassSessionFacts,
  options: { lockDays: number; now: number },
): 'free' | 'with-reason' | 'locked' | 'too-early' | 'cancelled' {
  const state = stateAt(facts, options.now);
  if (state === 'cancelled') return 'cancelled';
  if (options.now >= locksAt(facts, options.lockDays)) return 'locked';
  if (state === 'closed') return 'with-reason';
  return options.now < facts.startsAt - OPEN_EARLY_MS ? 'too-early' : 'free';
}

export const ClassSessionRef = z.object({ classSessionId: ClassSessionId });

/** @param asAt an instant, epoch ms: the register as it stood then */
export const RegisterInput = ClassSessionRef.extend({ asAt: z.number().int().nonnegative().optional() });
export type RegisterInput = z.infer<typeof RegisterInput>;

export const OpenInput = Queueable.extend({ classSessionId: ClassSessionId });
export type OpenInput = z.infer<typeof OpenInput>;

export const ExtendInput = Queueable.extend({ classSessionId: ClassSessionId, minutes: z.number().int().min(1).max(120) });
export type ExtendInput = z.infer<typeof ExtendInput>;

export const ReopenInput = z.object({
  classSessionId: ClassSessionId,
  reason: z
    .string()
    .overwrite(plainText)
    .min(3, says('class-session.reopen-reason'))
    .max(500, says('form.too-long', { max: 500 })),
});
export type ReopenInput = z.infer<typeof ReopenInput>;

export const HeadCountInput = Queueable.extend({
  classSessionId: ClassSessionId,
  headCount: z.number().int().min(0).max(10_000).nullable(),
});
export type HeadCountInput = z.infer<typeof HeadCountInput>;

/** A class session added by hand. */
export const NewClassSessionInput = z
  .object({
    sectionId: z.coerce
      .number({ error: says('class-session.choose-class') })
      .int()
      .positive(says('class-session.choose-class')),
    day: Day,
    startTime: WallTime,
    endTime: WallTime,
    room: z
      .string()
      .overwrite(plainLine)
      .max(60, says('form.too-long', { max: 60 }))
      .optional(),
  })
  .refine(isInOrder, { path: ['endTime'], error: says('form.end-before-start') });
export type NewClassSessionInput = z.infer<typeof NewClassSessionInput>;

/** Told to the students. */
const Note = z
  .string()
  .overwrite(plainText)
  .max(300, says('form.too-long', { max: 300 }))
  .optional();

const ClassSessionField = z.coerce.number().pipe(ClassSessionId);

export const CancelInput = z.object({ classSessionId: ClassSessionField, note: Note });
export type CancelInput = z.infer<typeof CancelInput>;

export const RestoreInput = z.object({ classSessionId: ClassSessionField });

export const MoveInput = z
  .object({
    classSessionId: ClassSessionField,
    day: Day,
    startTime: WallTime,
    endTime: WallTime,
    room: z
      .string()
      .overwrite(plainLine)
      .max(60, says('form.too-long', { max: 60 }))
      .optional(),
    note: Note,
    /** Move although somebody or a room is taken at the same time. */
    acceptClashes: Ticked.optional(),
  })
  .refine(isInOrder, { path: ['endTime'], error: says('form.end-before-start') });
export type MoveInput = z.infer<typeof MoveInput>;

export type OpenOutcome = {
  outcome: 'opened' | 'already-open';
  openedAt: number;
  checkInClosesAt: number;
  key: string;
  revision: number;
  periodMs: number;
  serverNow: number;
};
/** The one open register of a section, met on the way to opening another. */
export type OpenBeside = { classSessionId: number; startsAt: number };
export type CloseOutcome = { outcome: 'closed' | 'already-closed'; closedAt: number };
/** `kept`: somebody counted later than this count was made. `headCount` is the one that stands. */
export type HeadCountOutcome = { outcome: 'recorded' | 'kept'; headCount: number | null };
