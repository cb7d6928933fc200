/** What a student is told of a check-in: every outcome and every obstacle in plain words, with what happens next. Pure. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Attempt, CheckInProblem } from '#app/offline/check-in';
import type { Queued } from '#app/offline/outbox/deliver';
import type { CheckInOutcome, RefusedReason, WaitingReason } from '#domain/check-in/check-in';
import { NO_FACTS, type OutcomeFacts } from '#domain/check-in/outcome-facts';
import type { Source, Status } from '#domain/register/attendance';

/** `queued` is saved and not yet confirmed; `refused` is the server's no; `trouble` is what stood in the way of asking it. */
export type OutcomeLook = Status | 'waiting' | 'queued' | 'refused' | 'trouble';

/** What can be done besides being done: send the same again, make a new check-in, sign in. */
export type OutcomeAction = 'send-again' | 'start-over' | 'sign-in' | null;

export type OutcomeWords = { look: OutcomeLook; title: MessageDescriptor; text: MessageDescriptor[]; action: OutcomeAction };

const ASK = msg`If that is wrong, speak to your teacher.`;

const RECORDED: Record<Status, MessageDescriptor> = {
  present: msg`You are present`,
  late: msg`You are marked late`,
  absent: msg`You are marked absent`,
  excused: msg`You are marked excused`,
};

const STANDS: Record<Status, MessageDescriptor> = {
  present: msg`The register has you as present.`,
  late: msg`The register has you as late.`,
  absent: msg`The register has you as absent.`,
  excused: msg`The register has you as excused.`,
};

const SOURCES: Record<Source, MessageDescriptor> = {
  qr: msg`Your scan is in the register.`,
  code: msg`Your typed code was right, and you are in the register.`,
  offline: msg`Your scan took a while to arrive. What counts is when you scanned.`,
  badge: msg`Your badge was scanned.`,
  leave: msg`Your leave is in the register.`,
  teacher: msg`Your teacher has marked you.`,
  admin: msg`Your school has marked you.`,
  auto: msg`The register was closed.`,
};

const WAITING_TEXTS: Record<WaitingReason, MessageDescriptor> = {
  'not-opened-yet': msg`Check-in has not been opened yet. As soon as it is, yours counts from the moment you scanned.`,
  'not-on-roll': msg`You are not on the list of this class today. Your teacher sees that you are here.`,
  'few-windows': msg`Your scan took too long to arrive. If the code is still on the screen, scan it again to be confirmed at once.`,
  'late-delivery': msg`Your scan arrived too long after the class to count by itself.`,
  'held-back': msg`You were online after you scanned, on this device or another, but your scan was sent only later.`,
  'new-device': msg`It is the first check-in from this device, and it arrived late.`,
  'shared-device': msg`Another student has checked in to this class with this device. Your teacher confirms both of you.`,
  overlap: msg`You are already checked in to another class at the same time.`,
  'own-register': msg`You take this register too. Somebody else who does confirms that you are here.`,
  'register-locked': msg`The register of this class is locked. Your check-in was handed on as a request to correct it.`,
  'marked-absent': msg`You had been marked absent before your check-in arrived. Your teacher sees both.`,
};

type Words = Omit<OutcomeWords, 'look'>;

const REFUSED: Record<RefusedReason, Words> = {
  'bad-code': {
    title: msg`This code does not work`,
    text: [msg`It may have been replaced, or belong to another school.`, msg`Scan the code that is on the screen now.`],
    action: 'start-over',
  },
  future: {
    title: msg`The code is ahead of its time`,
    text: [msg`The clock of the screen you scanned is wrong. Ask your teacher to reload that page, then scan again.`],
    action: 'start-over',
  },
  'outside-window': {
    title: msg`Check-in is not open`,
    text: [
      msg`When this code was on the screen, check-in had not begun or was already over.`,
      msg`If you are in class, ask your teacher to mark you.`,
    ],
    action: null,
  },
  'bad-device': {
    title: msg`This device could not vouch for you`,
    text: [msg`Try once more. If it happens again, sign out and in again, or ask your teacher to mark you.`],
    action: 'start-over',
  },
  'too-many-tries': {
    title: msg`Ask your teacher`,
    text: [
      msg`Five wrong codes were typed, so typed codes are no longer accepted from you in this class.`,
      msg`You can still scan the code, or your teacher can mark you.`,
    ],
    action: 'start-over',
  },
  declined: {
    title: msg`Your check-in was not accepted`,
    text: [msg`Your teacher looked at it and did not accept it. Speak to your teacher.`],
    action: null,
  },
};

const PROBLEMS: Record<CheckInProblem, Words> = {
  'no-answer': {
    title: msg`Not sent yet`,
    text: [
      msg`The school cannot be reached, so nothing has been recorded.`,
      msg`Keep this page open and try again once you are connected. What counts is when you scanned.`,
    ],
    action: 'send-again',
  },
  'rate-limited': {
    title: msg`Too many attempts`,
    text: [msg`There were too many attempts from here. Wait a minute, then try again, or ask your teacher to mark you.`],
    action: 'send-again',
  },
  'signed-out': {
    title: msg`You are signed out`,
    text: [msg`Your scan is kept on this device. Sign in to hand it in.`],
    action: 'sign-in',
  },
  'not-a-student': {
    title: msg`Only students check in`,
    text: [msg`The account that is signed in here is not a student’s.`],
    action: null,
  },
  'no-storage': {
    title: msg`This browser keeps nothing`,
    text: [
      msg`Checking in needs a key that stays on your device, and a private window or your settings forbid that.`,
      msg`Open Muster in an ordinary window, or ask your teacher to mark you.`,
    ],
    action: 'start-over',
  },
  insecure: {
    title: msg`This connection is not secure`,
    text: [msg`Checking in works only at an address that begins with https. Ask your school for the right one.`],
    action: null,
  },
  failed: {
    title: msg`Something went wrong on our side`,
    text: [msg`Your check-in was not recorded. Try again, or ask your teacher to mark you.`],
    action: 'start-over',
  },
};

const QUEUED: Record<Queued['because'], Words> = {
  'no-answer': {
    title: msg`Saved on this phone, not yet confirmed`,
    text: [
      msg`The school cannot be reached at the moment. Your scan is signed and saved, and sent by itself once you are connected.`,
      msg`What counts is when you scanned.`,
    ],
    action: null,
  },
  'signed-out': {
    title: msg`Saved on this phone, not yet confirmed`,
    text: [msg`You have been signed out meanwhile. Your scan is signed and saved; sign in again to send it.`],
    action: 'sign-in',
  },
};

/** A typed code is worth something only while it is on the screen, so it is never sent again. */
const TYPED_PROBLEMS: Partial<Record<CheckInProblem, Words>> = {
  'no-answer': {
    title: msg`Not sent yet`,
    text: [
      msg`The school cannot be reached, so nothing has been recorded.`,
      msg`Once you are connected, type the code that is on the screen then, or scan it.`,
    ],
    action: 'start-over',
  },
  'rate-limited': { ...PROBLEMS['rate-limited'], action: 'start-over' },
  'signed-out': {
    title: msg`You are signed out`,
    text: [msg`Sign in, then type the code that is on the screen.`],
    action: 'sign-in',
  },
};

function keptWords(status: Status): OutcomeWords {
  const text = [STANDS[status], msg`It was marked by your teacher, and that stands.`];
  if (status !== 'absent') return { look: status, title: msg`Your teacher has marked you`, text: [...text, ASK], action: null };
  return {
    look: 'absent',
    title: msg`Your teacher has marked you absent`,
    text: [msg`Your check-in did not change that, but your teacher sees it.`, msg`Speak to your teacher if you are in class.`],
    action: null,
  };
}

/** How late it was, and from when on that counts. */
function lateText({ late }: OutcomeFacts): MessageDescriptor[] {
  if (!late) return [];
  const { minutes, allowed } = late;
  return [
    msg`${plural(minutes, { one: 'You came # minute after the start.', other: 'You came # minutes after the start.' })}`,
    msg`${plural(allowed, { 0: 'Late counts from the start on.', one: 'Late counts after # minute.', other: 'Late counts after # minutes.' })}`,
  ];
}

function waitingText(reason: WaitingReason, { other }: OutcomeFacts): MessageDescriptor {
  if (reason === 'overlap' && other !== null) return msg`You are already checked in to ${other}, which is at the same time.`;
  return WAITING_TEXTS[reason];
}

function outcomeWords(outcome: CheckInOutcome, facts: OutcomeFacts): OutcomeWords {
  switch (outcome.outcome) {
    case 'recorded':
      return {
        look: outcome.status,
        title: RECORDED[outcome.status],
        text: [...lateText(facts), SOURCES[outcome.source]],
        action: null,
      };
    case 'already-recorded':
      return {
        look: outcome.status,
        title: msg`Already recorded`,
        text: [STANDS[outcome.status], msg`There is nothing more to do.`],
        action: null,
      };
    case 'kept':
      return keptWords(outcome.status);
    case 'waiting':
      return {
        look: 'waiting',
        title: msg`Waiting for your teacher`,
        text: [
          ...outcome.reasons.map((reason) => waitingText(reason, facts)),
          msg`Your check-in is kept. You need not do anything else.`,
        ],
        action: outcome.reasons.includes('few-windows') ? 'start-over' : null,
      };
    case 'refused':
      return { look: 'refused', ...REFUSED[outcome.reason] };
  }
}

/** Title, explanation and next step of one attempt. Never throws. @param facts what is known of it beside its answer */
export function describe({ answer, evidence }: Pick<Attempt, 'answer' | 'evidence'>, facts = NO_FACTS): OutcomeWords {
  const isTyped = evidence.code !== null;
  if (answer.kind === 'outcome') return outcomeWords(answer.outcome, facts);
  if (answer.kind === 'queued') return { look: 'queued', ...QUEUED[answer.because] };
  return { look: 'trouble', ...((isTyped && TYPED_PROBLEMS[answer.problem]) || PROBLEMS[answer.problem]) };
}
