/** What waits in the outbox and what came back, in plain words. Pure. */
import type { QueueableName } from '#app/offline/calls/queueable';
import type { DoneCall, KnownCall, OutboxVerdict, SettledCall, Verdict } from '#app/offline/outbox/outbox-view';
import { attention, CALL_WORDS, CHANGE, counted, good, type VerdictWords } from './call-words';

function headingOf<Name extends QueueableName>({ procedure, input }: KnownCall<Name>): string {
  return CALL_WORDS[procedure].heading(input);
}

/** What a call does, as a heading. Never throws. */
export function callText(call: DoneCall): string {
  return call.procedure === 'unknown' ? 'Change' : headingOf(call);
}

/** How many of what: "2 check-ins", "3 marks", "4 changes" when they are of several kinds. Never throws. */
export function countText(calls: readonly Pick<DoneCall, 'procedure'>[]): string {
  const nouns = new Set(calls.map(({ procedure }) => (procedure === 'unknown' ? CHANGE : CALL_WORDS[procedure].noun)));
  const [noun = CHANGE] = nouns;
  return counted(calls.length, nouns.size === 1 ? noun : CHANGE);
}

/** Why a call still waits, for people; null before the first try. Never throws. */
export function errorText(lastError: string | null): string | null {
  if (lastError === null) return null;
  if (lastError.startsWith('Sign in')) return 'Sign in to send it.';
  if (lastError.startsWith('The server answered')) return 'Your school’s server could not take it yet.';
  return 'Your school could not be reached.';
}

function refusedWords(message: string): VerdictWords {
  return attention(message || 'It was not accepted.');
}

function wordsOf<Name extends QueueableName>({ procedure, input, answer }: SettledCall<Name>): VerdictWords {
  return answer.kind === 'answered' ? CALL_WORDS[procedure].answer(answer.output, input) : refusedWords(answer.message);
}

/** What became of a call. Never throws: an answer of a shape this build does not know counts as done. */
export function verdictWords(verdict: Verdict): VerdictWords {
  try {
    if (verdict.procedure !== 'unknown') return wordsOf(verdict);
  } catch {
    // The shape of another build's answer.
  }
  return verdict.answer.kind === 'refused' ? refusedWords(verdict.answer.message) : good('Done');
}

/** One message for verdicts that came back together; null for none. Never throws. */
export function arrivalText(verdicts: readonly OutboxVerdict[]): { text: string; isGood: boolean } | null {
  const [first] = verdicts;
  if (!first) return null;
  const words = verdicts.map(verdictWords);
  const troubled = words.filter(({ tone }) => tone === 'attention').length;
  if (verdicts.length === 1) return { text: `${callText(first)}. ${words[0]?.text}`, isGood: troubled === 0 };
  const sent = `${countText(verdicts)} reached your school.`;
  const rest = troubled === 0 ? '' : ` ${counted(troubled, { one: 'needs', many: 'need' })} a look.`;
  return { text: sent + rest, isGood: troubled === 0 };
}
