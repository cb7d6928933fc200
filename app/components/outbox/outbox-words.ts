/** What waits in the outbox and what came back, in plain words. Pure. */

import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { describe } from '#app/components/check-in/outcome-words';
import type { OutboxEntry, OutboxVerdict } from '#app/offline/device/database';
import type { ScanBadgeOutcome, UndoScanOutcome } from '#domain/check-in/badge';
import type { CheckInInput, CheckInOutcome } from '#domain/check-in/check-in';
import type { MarkOutcome, Status } from '#domain/register/attendance';
import type { HeadCountOutcome } from '#domain/register/class-session';
import { stateOfOutcome } from './scan-list';
import { scanWords } from './scan-words';

type Call = Pick<OutboxEntry, 'procedure' | 'input'>;

function markText(i18n: I18n, status: unknown): string {
  return typeof status === 'string' ? i18n._(msg`Mark: ${status}`) : i18n._(msg`Mark taken back`);
}

function listLength(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function marksText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# mark', other: '# marks' })}`);
}

/** What a call does, as a heading. Never throws. */
export function callText(i18n: I18n, { procedure, input }: Call): string {
  switch (procedure) {
    case 'checkIn.submit':
      return i18n._(msg`Check-in`);
    case 'checkIn.settle':
      return input.decision === 'accept' ? i18n._(msg`Check-in accepted`) : i18n._(msg`Check-in declined`);
    case 'classSession.open':
      return i18n._(msg`Register opened`);
    case 'classSession.close':
      return i18n._(msg`Register closed`);
    case 'classSession.extend':
      return i18n._(msg`Check-in extended by ${String(input.minutes)} min`);
    case 'classSession.endCheckIn':
      return i18n._(msg`Check-in ended`);
    case 'classSession.setHeadCount':
      return typeof input.headCount === 'number' ? i18n._(msg`Head count: ${input.headCount}`) : i18n._(msg`Head count: none`);
    case 'attendance.mark':
      return markText(i18n, input.status);
    case 'attendance.markMany':
      return marksText(i18n, listLength(input.marks));
    case 'attendance.scanBadge':
      return i18n._(msg`Badge scanned`);
    case 'attendance.undoScan':
      return i18n._(msg`Badge scan taken back`);
    case 'spotCheck.answer':
      return input.isHere === true ? i18n._(msg`Spot check: here`) : i18n._(msg`Spot check: not here`);
    default:
      return i18n._(msg`Change`);
  }
}

/** The class session a call is about, or null. Never throws. */
export function classSessionOf({ input }: Pick<Call, 'input'>): number | null {
  return typeof input.classSessionId === 'number' ? input.classSessionId : null;
}

/** How many of what: "2 check-ins", "3 marks", "4 changes" when they are of several kinds. Never throws. */
export function countText(i18n: I18n, entries: readonly Call[]): string {
  const isAll = (procedure: RegExp) => entries.every((entry) => procedure.test(entry.procedure));
  if (isAll(/^checkIn\.submit$/)) return i18n._(msg`${plural(entries.length, { one: '# check-in', other: '# check-ins' })}`);
  if (isAll(/^attendance\.mark$/)) return marksText(i18n, entries.length);
  return i18n._(msg`${plural(entries.length, { one: '# change', other: '# changes' })}`);
}

/** Why a call still waits, for people; null before the first try. Never throws. */
export function errorText(i18n: I18n, lastError: string | null): string | null {
  if (lastError === null) return null;
  if (lastError.startsWith('Sign in')) return i18n._(msg`Sign in to send it.`);
  if (lastError.startsWith('The server answered')) return i18n._(msg`Your school’s server could not take it yet.`);
  return i18n._(msg`Your school could not be reached.`);
}

/** `attention`: it did not end as the person meant it to. */
export type VerdictWords = { text: string; tone: 'good' | 'waiting' | 'attention' };

const good = (text: string): VerdictWords => ({ text, tone: 'good' });
const attention = (text: string): VerdictWords => ({ text, tone: 'attention' });

const IN_WORDS: Record<Status, MessageDescriptor> = {
  present: msg({ message: 'present', context: 'a mark within a sentence' }),
  late: msg({ message: 'late', context: 'a mark within a sentence' }),
  absent: msg({ message: 'absent', context: 'a mark within a sentence' }),
  excused: msg({ message: 'excused', context: 'a mark within a sentence' }),
};

function checkInWords(i18n: I18n, input: CheckInInput, outcome: CheckInOutcome): VerdictWords {
  const evidence = { classSessionId: input.classSessionId, tokens: input.tokens, code: input.code } as const;
  const { title, text, look } = describe({ answer: { kind: 'outcome', outcome }, evidence: evidence as never });
  if (look === 'waiting') return { text: i18n._(title), tone: 'waiting' };
  return look === 'refused' || look === 'absent'
    ? attention([`${i18n._(title)}.`, ...text.map((one) => i18n._(one))].join(' '))
    : good(i18n._(title));
}

function markWords(i18n: I18n, { outcome, status, changedBy }: MarkOutcome): VerdictWords {
  if (outcome === 'recorded') return good(i18n._(msg`In the register`));
  const word = status && i18n._(IN_WORDS[status]);
  if (!changedBy)
    return attention(
      word
        ? i18n._(msg`Not changed: somebody else changed it meanwhile, and ${word} stands.`)
        : i18n._(msg`Not changed: somebody else changed it meanwhile, and no mark stands.`),
    );
  return attention(
    word
      ? i18n._(msg`Not changed: ${changedBy} changed it meanwhile, and ${word} stands.`)
      : i18n._(msg`Not changed: ${changedBy} changed it meanwhile, and no mark stands.`),
  );
}

function marksWords(i18n: I18n, outcomes: readonly MarkOutcome[]): VerdictWords {
  const conflicts = outcomes.filter(({ outcome }) => outcome === 'conflict').length;
  if (conflicts === 0) return good(i18n._(msg`In the register`));
  return attention(
    i18n._(
      msg`${plural(conflicts, {
        one: '# mark was changed by somebody else meanwhile, and stayed.',
        other: '# marks were changed by somebody else meanwhile, and stayed.',
      })}`,
    ),
  );
}

function headCountWords(i18n: I18n, { outcome, headCount }: HeadCountOutcome): VerdictWords {
  if (outcome === 'recorded') return good(i18n._(msg`In the register`));
  return attention(
    headCount === null
      ? i18n._(msg`Not changed: a later count stands, none.`)
      : i18n._(msg`Not changed: a later count stands, ${headCount}.`),
  );
}

type Settled = { outcome: string; verdict: string };

/** Somebody who was quicker may have decided the same. */
function settledWords(i18n: I18n, decision: unknown, { outcome, verdict }: Settled): VerdictWords {
  const isAsMeant = outcome === 'settled' || (decision === 'accept') === (verdict === 'accepted');
  if (isAsMeant) return good(i18n._(msg`In the register`));
  return attention(
    verdict === 'accepted'
      ? i18n._(msg`Not changed: somebody else had accepted it already.`)
      : i18n._(msg`Not changed: somebody else had declined it already.`),
  );
}

function badgeWords(i18n: I18n, outcome: ScanBadgeOutcome): VerdictWords {
  if (outcome.outcome !== 'refused') return good(`${outcome.name}: ${i18n._(IN_WORDS[outcome.status])}`);
  const { title, text } = scanWords(i18n, stateOfOutcome(outcome), true);
  return attention([`${title}.`, text].filter(Boolean).join(' '));
}

function undoWords(i18n: I18n, { outcome }: UndoScanOutcome): VerdictWords {
  return outcome === 'undone'
    ? good(i18n._(msg`Taken back`))
    : attention(i18n._(msg`The mark was changed meanwhile, and stayed.`));
}

/** What became of a call. Never throws: an answer of a shape this build does not know counts as done. */
export function verdictWords(
  i18n: I18n,
  { procedure, input, answer }: Pick<OutboxVerdict, 'procedure' | 'input' | 'answer'>,
): VerdictWords {
  if (answer.kind === 'refused') return attention(answer.message || i18n._(msg`It was not accepted.`));
  const { output } = answer;
  try {
    if (procedure === 'checkIn.submit') return checkInWords(i18n, input as CheckInInput, output as CheckInOutcome);
    if (procedure === 'attendance.mark') return markWords(i18n, output as MarkOutcome);
    if (procedure === 'attendance.markMany') return marksWords(i18n, output as MarkOutcome[]);
    if (procedure === 'classSession.setHeadCount') return headCountWords(i18n, output as HeadCountOutcome);
    if (procedure === 'checkIn.settle') return settledWords(i18n, input.decision, output as Settled);
    if (procedure === 'attendance.scanBadge') return badgeWords(i18n, output as ScanBadgeOutcome);
    if (procedure === 'attendance.undoScan') return undoWords(i18n, output as UndoScanOutcome);
  } catch {
    // The shape of another build's answer.
  }
  return good(i18n._(msg`Done`));
}

/** One message for verdicts that came back together; null for none. Never throws. */
export function arrivalText(i18n: I18n, verdicts: readonly OutboxVerdict[]): { text: string; isGood: boolean } | null {
  const [first] = verdicts;
  if (!first) return null;
  const words = verdicts.map((one) => verdictWords(i18n, one));
  const troubled = words.filter(({ tone }) => tone === 'attention').length;
  if (verdicts.length === 1) return { text: `${callText(i18n, first)}. ${words[0]?.text}`, isGood: troubled === 0 };
  const sent = i18n._(msg`${countText(i18n, verdicts)} reached your school.`);
  const rest = troubled === 0 ? '' : ` ${i18n._(msg`${plural(troubled, { one: '# needs a look.', other: '# need a look.' })}`)}`;
  return { text: sent + rest, isGood: troubled === 0 };
}
