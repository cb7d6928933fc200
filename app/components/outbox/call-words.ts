/** The words of every queueable call: what it does, and what became of it. A plain table by procedure. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { describe } from '#app/components/check-in/outcome-words';
import { markText } from '#app/components/ui/status-words';
import type { QueueableCalls, QueueableName } from '#app/offline/calls/queueable';
import type { CheckInEvidence } from '#app/offline/check-in';
import type { ScanBadgeOutcome } from '#domain/check-in/badge';
import type { CheckInInput, CheckInOutcome } from '#domain/check-in/check-in';
import type { MarkLine, MarkOutcome } from '#domain/register/attendance';
import type { HeadCountOutcome } from '#domain/register/class-session';
import { stateOfOutcome } from './scan-list';
import { spokenScan } from './scan-words';

/** `attention`: it did not end as the person meant it to. */
export type VerdictWords = { text: string; tone: 'good' | 'waiting' | 'attention' };

/** "1 mark", "3 marks". */
export type Counted = (i18n: I18n, count: number) => string;

type CallWords<Name extends QueueableName> = {
  /** What several are counted as. */
  counted: Counted;
  /** What the call does, as a heading. */
  heading: (i18n: I18n, input: QueueableCalls[Name]['kept']) => string;
  /** What became of it. */
  answer: (i18n: I18n, output: QueueableCalls[Name]['output'], input: QueueableCalls[Name]['kept']) => VerdictWords;
};

/** What calls of several kinds are counted as. */
export const changesText: Counted = (i18n, count) => i18n._(msg`${plural(count, { one: '# change', other: '# changes' })}`);
const checkInsText: Counted = (i18n, count) => i18n._(msg`${plural(count, { one: '# check-in', other: '# check-ins' })}`);
const marksText: Counted = (i18n, count) => i18n._(msg`${plural(count, { one: '# mark', other: '# marks' })}`);

export const good = (text: string): VerdictWords => ({ text, tone: 'good' });
export const attention = (text: string): VerdictWords => ({ text, tone: 'attention' });

const done = (i18n: I18n) => good(i18n._(msg`Done`));
const inTheRegister = (i18n: I18n) => good(i18n._(msg`In the register`));

/** A heading that does not depend on what was asked. */
const says = (text: MessageDescriptor) => (i18n: I18n) => i18n._(text);

function checkInWords(i18n: I18n, outcome: CheckInOutcome, { classSessionId, tokens, code }: CheckInInput): VerdictWords {
  const evidence: CheckInEvidence = code === null ? { classSessionId, tokens, code } : { classSessionId, tokens: [], code };
  const { title, text, look } = describe({ answer: { kind: 'outcome', outcome }, evidence });
  if (look === 'waiting') return { text: i18n._(title), tone: 'waiting' };
  return look === 'refused' || look === 'absent'
    ? attention([i18n._(msg`${i18n._(title)}.`), ...text.map((one) => i18n._(one))].join(' '))
    : good(i18n._(title));
}

type Settled = QueueableCalls['checkIn.settle'];

/** Somebody who was quicker may have decided the same. */
function settledWords(i18n: I18n, { outcome, verdict }: Settled['output'], { decision }: Settled['input']): VerdictWords {
  const isAsMeant = outcome === 'settled' || (decision === 'accept') === (verdict === 'accepted');
  if (isAsMeant) return inTheRegister(i18n);
  return attention(
    verdict === 'accepted'
      ? i18n._(msg`Not changed: somebody else had accepted it already.`)
      : i18n._(msg`Not changed: somebody else had declined it already.`),
  );
}

function headCountWords(i18n: I18n, { outcome, headCount }: HeadCountOutcome): VerdictWords {
  if (outcome === 'recorded') return inTheRegister(i18n);
  return attention(
    headCount === null
      ? i18n._(msg`Not changed: a later count stands, none.`)
      : i18n._(msg`Not changed: a later count stands, ${headCount}.`),
  );
}

function markWords(i18n: I18n, { outcome, status, changedBy }: MarkOutcome): VerdictWords {
  if (outcome === 'recorded') return inTheRegister(i18n);
  const word = status && markText(i18n, status);
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

function marksWords(i18n: I18n, lines: readonly MarkLine[]): VerdictWords {
  const conflicts = lines.filter(({ outcome }) => outcome === 'conflict').length;
  if (conflicts === 0) return inTheRegister(i18n);
  return attention(
    i18n._(
      msg`${plural(conflicts, {
        one: '# mark was changed by somebody else meanwhile, and stayed.',
        other: '# marks were changed by somebody else meanwhile, and stayed.',
      })}`,
    ),
  );
}

function badgeWords(i18n: I18n, outcome: ScanBadgeOutcome): VerdictWords {
  if (outcome.outcome !== 'refused') return good(i18n._(msg`${outcome.name}: ${markText(i18n, outcome.status)}`));
  return attention(spokenScan(i18n, stateOfOutcome(outcome), true));
}

/** Every call's words. */
export const CALL_WORDS: { [Name in QueueableName]: CallWords<Name> } = {
  'checkIn.submit': { counted: checkInsText, heading: says(msg`Check-in`), answer: checkInWords },
  'checkIn.settle': {
    counted: changesText,
    heading: (i18n, { decision }) => i18n._(decision === 'accept' ? msg`Check-in accepted` : msg`Check-in declined`),
    answer: settledWords,
  },
  'checkIn.unsettle': {
    counted: changesText,
    heading: says(msg`Decision on a check-in undone`),
    answer: (i18n, { outcome }) =>
      outcome === 'undone' ? good(i18n._(msg`Undone`)) : attention(i18n._(msg`The mark was changed meanwhile, and stayed.`)),
  },
  'classSession.open': { counted: changesText, heading: says(msg`Register opened`), answer: done },
  'classSession.close': { counted: changesText, heading: says(msg`Register closed`), answer: done },
  'classSession.extend': {
    counted: changesText,
    heading: (i18n, { minutes }) => i18n._(msg`Check-in extended by ${String(minutes)} min`),
    answer: done,
  },
  'classSession.endCheckIn': { counted: changesText, heading: says(msg`Check-in ended`), answer: done },
  'classSession.setHeadCount': {
    counted: changesText,
    heading: (i18n, { headCount }) => i18n._(headCount === null ? msg`Head count: none` : msg`Head count: ${headCount}`),
    answer: headCountWords,
  },
  'attendance.mark': {
    counted: marksText,
    heading: (i18n, { status }) => i18n._(status === null ? msg`Mark removed` : msg`Mark: ${markText(i18n, status)}`),
    answer: markWords,
  },
  'attendance.markMany': {
    counted: changesText,
    heading: (i18n, { marks }) => marksText(i18n, marks.length),
    answer: marksWords,
  },
  'attendance.scanBadge': { counted: changesText, heading: says(msg`Badge scanned`), answer: badgeWords },
  'attendance.undoScan': {
    counted: changesText,
    heading: says(msg`Badge scan undone`),
    answer: (i18n, { outcome }) =>
      outcome === 'undone' ? good(i18n._(msg`Undone`)) : attention(i18n._(msg`The mark was changed meanwhile, and stayed.`)),
  },
  'spotCheck.answer': {
    counted: changesText,
    heading: (i18n, { isHere }) => i18n._(isHere ? msg`Spot check: here` : msg`Spot check: not here`),
    answer: done,
  },
};
