/** What waits in the outbox and what came back, in plain words. Pure. */

import { describe } from '#app/components/check-in/outcome-words';
import type { OutboxEntry, OutboxVerdict } from '#app/offline/device/database';
import type { ScanBadgeOutcome, UndoScanOutcome } from '#domain/check-in/badge';
import type { CheckInInput, CheckInOutcome } from '#domain/check-in/check-in';
import type { MarkOutcome, Status } from '#domain/register/attendance';
import type { HeadCountOutcome } from '#domain/register/class-session';
import { stateOfOutcome } from './scan-list';
import { scanWords } from './scan-words';

type Call = Pick<OutboxEntry, 'procedure' | 'input'>;

function markText(status: unknown): string {
  return typeof status === 'string' ? `Mark: ${status}` : 'Mark taken back';
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a call does, as a heading. Never throws. */
export function callText({ procedure, input }: Call): string {
  switch (procedure) {
    case 'checkIn.submit':
      return 'Check-in';
    case 'checkIn.settle':
      return input.decision === 'accept' ? 'Check-in accepted' : 'Check-in declined';
    case 'classSession.open':
      return 'Register opened';
    case 'classSession.close':
      return 'Register closed';
    case 'classSession.extend':
      return `Check-in extended by ${input.minutes} min`;
    case 'classSession.endCheckIn':
      return 'Check-in ended';
    case 'classSession.setHeadCount':
      return `Head count: ${input.headCount ?? 'none'}`;
    case 'attendance.mark':
      return markText(input.status);
    case 'attendance.markMany':
      return counted(listLength(input.marks), 'mark', 'marks');
    case 'attendance.scanBadge':
      return 'Badge scanned';
    case 'attendance.undoScan':
      return 'Badge scan taken back';
    case 'spotCheck.answer':
      return input.isHere === true ? 'Spot check: here' : 'Spot check: not here';
    default:
      return 'Change';
  }
}

/** The class session a call is about, or null. Never throws. */
export function classSessionOf({ input }: Pick<Call, 'input'>): number | null {
  return typeof input.classSessionId === 'number' ? input.classSessionId : null;
}

/** How many of what: "2 check-ins", "3 marks", "4 changes" when they are of several kinds. Never throws. */
export function countText(entries: readonly Call[]): string {
  const isAll = (procedure: RegExp) => entries.every((entry) => procedure.test(entry.procedure));
  if (isAll(/^checkIn\.submit$/)) return counted(entries.length, 'check-in', 'check-ins');
  if (isAll(/^attendance\.mark$/)) return counted(entries.length, 'mark', 'marks');
  return counted(entries.length, 'change', 'changes');
}

/** Why a call still waits, for people; null before the first try. Never throws. */
export function errorText(lastError: string | null): string | null {
  if (lastError === null) return null;
  if (lastError.startsWith('Sign in')) return 'Sign in to send it.';
  if (lastError.startsWith('The server answered')) return 'Your school’s server could not take it yet.';
  return 'Your school could not be reached.';
}

/** `attention`: it did not end as the person meant it to. */
export type VerdictWords = { text: string; tone: 'good' | 'waiting' | 'attention' };

const good = (text: string): VerdictWords => ({ text, tone: 'good' });
const attention = (text: string): VerdictWords => ({ text, tone: 'attention' });

const IN_WORDS: Record<Status, string> = { present: 'present', late: 'late', absent: 'absent', excused: 'excused' };

function checkInWords(input: CheckInInput, outcome: CheckInOutcome): VerdictWords {
  const evidence = { classSessionId: input.classSessionId, tokens: input.tokens, code: input.code } as const;
  const { title, text, look } = describe({ answer: { kind: 'outcome', outcome }, evidence: evidence as never });
  if (look === 'waiting') return { text: title, tone: 'waiting' };
  return look === 'refused' || look === 'absent' ? attention([`${title}.`, ...text].join(' ')) : good(title);
}

function markWords({ outcome, status, changedBy }: MarkOutcome): VerdictWords {
  if (outcome === 'recorded') return good('In the register');
  const stands = status ? `${IN_WORDS[status]} stands` : 'no mark stands';
  return attention(`Not changed: ${changedBy ?? 'somebody else'} changed it meanwhile, and ${stands}.`);
}

function marksWords(outcomes: readonly MarkOutcome[]): VerdictWords {
  const conflicts = outcomes.filter(({ outcome }) => outcome === 'conflict').length;
  if (conflicts === 0) return good('In the register');
  return attention(`${counted(conflicts, 'mark was', 'marks were')} changed by somebody else meanwhile, and stayed.`);
}

function headCountWords({ outcome, headCount }: HeadCountOutcome): VerdictWords {
  if (outcome === 'recorded') return good('In the register');
  return attention(`Not changed: a later count stands, ${headCount ?? 'none'}.`);
}

type Settled = { outcome: string; verdict: string };

/** Somebody who was quicker may have decided the same. */
function settledWords(decision: unknown, { outcome, verdict }: Settled): VerdictWords {
  const isAsMeant = outcome === 'settled' || (decision === 'accept') === (verdict === 'accepted');
  if (isAsMeant) return good('In the register');
  return attention(`Not changed: somebody else had ${verdict === 'accepted' ? 'accepted' : 'declined'} it already.`);
}

function badgeWords(outcome: ScanBadgeOutcome): VerdictWords {
  if (outcome.outcome !== 'refused') return good(`${outcome.name}: ${IN_WORDS[outcome.status]}`);
  const { title, text } = scanWords(stateOfOutcome(outcome), true);
  return attention([`${title}.`, text].filter(Boolean).join(' '));
}

function undoWords({ outcome }: UndoScanOutcome): VerdictWords {
  return outcome === 'undone' ? good('Taken back') : attention('The mark was changed meanwhile, and stayed.');
}

/** What became of a call. Never throws: an answer of a shape this build does not know counts as done. */
export function verdictWords({ procedure, input, answer }: Pick<OutboxVerdict, 'procedure' | 'input' | 'answer'>): VerdictWords {
  if (answer.kind === 'refused') return attention(answer.message || 'It was not accepted.');
  const { output } = answer;
  try {
    if (procedure === 'checkIn.submit') return checkInWords(input as CheckInInput, output as CheckInOutcome);
    if (procedure === 'attendance.mark') return markWords(output as MarkOutcome);
    if (procedure === 'attendance.markMany') return marksWords(output as MarkOutcome[]);
    if (procedure === 'classSession.setHeadCount') return headCountWords(output as HeadCountOutcome);
    if (procedure === 'checkIn.settle') return settledWords(input.decision, output as Settled);
    if (procedure === 'attendance.scanBadge') return badgeWords(output as ScanBadgeOutcome);
    if (procedure === 'attendance.undoScan') return undoWords(output as UndoScanOutcome);
  } catch {
    // The shape of another build's answer.
  }
  return good('Done');
}

/** One message for verdicts that came back together; null for none. Never throws. */
export function arrivalText(verdicts: readonly OutboxVerdict[]): { text: string; isGood: boolean } | null {
  const [first] = verdicts;
  if (!first) return null;
  const words = verdicts.map(verdictWords);
  const troubled = words.filter(({ tone }) => tone === 'attention').length;
  if (verdicts.length === 1) return { text: `${callText(first)}. ${words[0]?.text}`, isGood: troubled === 0 };
  const sent = `${countText(verdicts)} reached your school.`;
  const rest = troubled === 0 ? '' : ` ${counted(troubled, 'needs', 'need')} a look.`;
  return { text: sent + rest, isGood: troubled === 0 };
}
