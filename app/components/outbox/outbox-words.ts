/** What waits in the outbox and what came back, in plain words. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { QueueableName } from '#app/offline/calls/queueable';
import type { WaitReason } from '#app/offline/device/database';
import type { DoneCall, KnownCall, OutboxVerdict, SettledCall, Verdict } from '#app/offline/outbox/outbox-view';
import { attention, CALL_WORDS, changesText, good, type VerdictWords } from './call-words';

function headingOf<Name extends QueueableName>(i18n: I18n, { procedure, input }: KnownCall<Name>): string {
  return CALL_WORDS[procedure].heading(i18n, input);
}

/** What a call does, as a heading. Never throws. */
export function callText(i18n: I18n, call: DoneCall): string {
  return call.procedure === 'unknown' ? i18n._(msg`Change`) : headingOf(i18n, call);
}

/** How many of what: "2 check-ins", "3 marks", "4 changes" when they are of several kinds. Never throws. */
export function countText(i18n: I18n, calls: readonly Pick<DoneCall, 'procedure'>[]): string {
  const ways = new Set(calls.map(({ procedure }) => (procedure === 'unknown' ? changesText : CALL_WORDS[procedure].counted)));
  const [way = changesText] = ways;
  return (ways.size === 1 ? way : changesText)(i18n, calls.length);
}

const REASONS: Record<WaitReason, MessageDescriptor> = {
  'signed-out': msg`Sign in to send it.`,
  busy: msg`Your school’s server could not take it yet.`,
  unreachable: msg`Your school could not be reached.`,
};

/** Why a call still waits, for people; null before the first try. Never throws. */
export function errorText(i18n: I18n, lastError: WaitReason | null): string | null {
  return lastError === null ? null : i18n._(REASONS[lastError] ?? REASONS.unreachable);
}

function refusedWords(i18n: I18n, message: string): VerdictWords {
  return attention(message || i18n._(msg`It was not accepted.`));
}

function wordsOf<Name extends QueueableName>(i18n: I18n, { procedure, input, answer }: SettledCall<Name>): VerdictWords {
  return answer.kind === 'answered'
    ? CALL_WORDS[procedure].answer(i18n, answer.output, input)
    : refusedWords(i18n, answer.message);
}

/** What became of a call. Never throws: an answer of a shape this build does not know counts as done. */
export function verdictWords(i18n: I18n, verdict: Verdict): VerdictWords {
  try {
    if (verdict.procedure !== 'unknown') return wordsOf(i18n, verdict);
  } catch {
    // The shape of another build's answer.
  }
  return verdict.answer.kind === 'refused' ? refusedWords(i18n, verdict.answer.message) : good(i18n._(msg`Done`));
}

/** One message for verdicts that came back together; null for none. Never throws. */
export function arrivalText(i18n: I18n, verdicts: readonly OutboxVerdict[]): { text: string; isGood: boolean } | null {
  const [first] = verdicts;
  if (!first) return null;
  const words = verdicts.map((one) => verdictWords(i18n, one));
  const troubled = words.filter(({ tone }) => tone === 'attention').length;
  if (verdicts.length === 1)
    return { text: i18n._(msg`${callText(i18n, first)}. ${verdictWords(i18n, first).text}`), isGood: troubled === 0 };
  const sent = i18n._(msg`${countText(i18n, verdicts)} reached your school.`);
  const rest = i18n._(msg`${plural(troubled, { one: '# needs a look.', other: '# need a look.' })}`);
  return { text: troubled === 0 ? sent : `${sent} ${rest}`, isGood: troubled === 0 };
}
