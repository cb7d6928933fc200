/** The words of every queueable call: what it does, and what became of it. A plain table by procedure. Pure. */
import { describe } from '#app/components/check-in/outcome-words';
import type { QueueableCalls, QueueableName } from '#app/offline/calls/queueable';
import type { CheckInEvidence } from '#app/offline/check-in';
import type { ScanBadgeOutcome } from '#domain/check-in/badge';
import type { CheckInInput, CheckInOutcome } from '#domain/check-in/check-in';
import type { MarkLine, MarkOutcome, Status } from '#domain/register/attendance';
import type { HeadCountOutcome } from '#domain/register/class-session';
import { stateOfOutcome } from './scan-list';
import { scanWords } from './scan-words';

/** `attention`: it did not end as the person meant it to. */
export type VerdictWords = { text: string; tone: 'good' | 'waiting' | 'attention' };

/** One of something, and several. */
export type Noun = { one: string; many: string };

type CallWords<Name extends QueueableName> = {
  /** What several are counted as. */
  noun: Noun;
  /** What the call does, as a heading. */
  heading: (input: QueueableCalls[Name]['kept']) => string;
  /** What became of it. */
  answer: (output: QueueableCalls[Name]['output'], input: QueueableCalls[Name]['kept']) => VerdictWords;
};

/** What calls of several kinds are counted as. */
export const CHANGE: Noun = { one: 'change', many: 'changes' };
const CHECK_IN: Noun = { one: 'check-in', many: 'check-ins' };
const MARK: Noun = { one: 'mark', many: 'marks' };

/** "1 mark", "3 marks". */
export function counted(count: number, { one, many }: Noun): string {
  return `${count} ${count === 1 ? one : many}`;
}

export const good = (text: string): VerdictWords => ({ text, tone: 'good' });
export const attention = (text: string): VerdictWords => ({ text, tone: 'attention' });

const done = () => good('Done');
const IN_THE_REGISTER = good('In the register');

const IN_WORDS: Record<Status, string> = { present: 'present', late: 'late', absent: 'absent', excused: 'excused' };

function checkInWords(outcome: CheckInOutcome, { classSessionId, tokens, code }: CheckInInput): VerdictWords {
  const evidence: CheckInEvidence = code === null ? { classSessionId, tokens, code } : { classSessionId, tokens: [], code };
  const { title, text, look } = describe({ answer: { kind: 'outcome', outcome }, evidence });
  if (look === 'waiting') return { text: title, tone: 'waiting' };
  return look === 'refused' || look === 'absent' ? attention([`${title}.`, ...text].join(' ')) : good(title);
}

type Settled = QueueableCalls['checkIn.settle'];

/** Somebody who was quicker may have decided the same. */
function settledWords({ outcome, verdict }: Settled['output'], { decision }: Settled['input']): VerdictWords {
  const isAsMeant = outcome === 'settled' || (decision === 'accept') === (verdict === 'accepted');
  if (isAsMeant) return IN_THE_REGISTER;
  return attention(`Not changed: somebody else had ${verdict === 'accepted' ? 'accepted' : 'declined'} it already.`);
}

function headCountWords({ outcome, headCount }: HeadCountOutcome): VerdictWords {
  if (outcome === 'recorded') return IN_THE_REGISTER;
  return attention(`Not changed: a later count stands, ${headCount ?? 'none'}.`);
}

function markWords({ outcome, status, changedBy }: MarkOutcome): VerdictWords {
  if (outcome === 'recorded') return IN_THE_REGISTER;
  const stands = status ? `${IN_WORDS[status]} stands` : 'no mark stands';
  return attention(`Not changed: ${changedBy ?? 'somebody else'} changed it meanwhile, and ${stands}.`);
}

function marksWords(lines: readonly MarkLine[]): VerdictWords {
  const conflicts = lines.filter(({ outcome }) => outcome === 'conflict').length;
  if (conflicts === 0) return IN_THE_REGISTER;
  const marks = counted(conflicts, { one: 'mark was', many: 'marks were' });
  return attention(`${marks} changed by somebody else meanwhile, and stayed.`);
}

function badgeWords(outcome: ScanBadgeOutcome): VerdictWords {
  if (outcome.outcome !== 'refused') return good(`${outcome.name}: ${IN_WORDS[outcome.status]}`);
  const { title, text } = scanWords(stateOfOutcome(outcome), true);
  return attention([`${title}.`, text].filter(Boolean).join(' '));
}

/** Every call's words. */
export const CALL_WORDS: { [Name in QueueableName]: CallWords<Name> } = {
  'checkIn.submit': { noun: CHECK_IN, heading: () => 'Check-in', answer: checkInWords },
  'checkIn.settle': {
    noun: CHANGE,
    heading: ({ decision }) => (decision === 'accept' ? 'Check-in accepted' : 'Check-in declined'),
    answer: settledWords,
  },
  'classSession.open': { noun: CHANGE, heading: () => 'Register opened', answer: done },
  'classSession.close': { noun: CHANGE, heading: () => 'Register closed', answer: done },
  'classSession.extend': { noun: CHANGE, heading: ({ minutes }) => `Check-in extended by ${minutes} min`, answer: done },
  'classSession.endCheckIn': { noun: CHANGE, heading: () => 'Check-in ended', answer: done },
  'classSession.setHeadCount': {
    noun: CHANGE,
    heading: ({ headCount }) => `Head count: ${headCount ?? 'none'}`,
    answer: headCountWords,
  },
  'attendance.mark': {
    noun: MARK,
    heading: ({ status }) => (status === null ? 'Mark taken back' : `Mark: ${status}`),
    answer: markWords,
  },
  'attendance.markMany': { noun: CHANGE, heading: ({ marks }) => counted(marks.length, MARK), answer: marksWords },
  'attendance.scanBadge': { noun: CHANGE, heading: () => 'Badge scanned', answer: badgeWords },
  'attendance.undoScan': {
    noun: CHANGE,
    heading: () => 'Badge scan taken back',
    answer: ({ outcome }) =>
      outcome === 'undone' ? good('Taken back') : attention('The mark was changed meanwhile, and stayed.'),
  },
  'spotCheck.answer': {
    noun: CHANGE,
    heading: ({ isHere }) => (isHere ? 'Spot check: here' : 'Spot check: not here'),
    answer: done,
  },
};
