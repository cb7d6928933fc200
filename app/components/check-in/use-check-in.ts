/** A page's check-in: the attempt on screen, and the ways to make another. Shared by the scanner and the page that a QR opens. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { agentText } from '#app/components/ui/hooks/agent-text';
import { type Attempt, type CheckInEvidence, type CheckInPerson, type CheckInSender, createSender } from '#app/offline/check-in';
import { keepPendingScan } from '#app/offline/pending-scan';
import type { OutcomeWords } from './outcome-words';

/** A scan that ends at the sign-in page is handed in after it. */
function keepForLater({ answer, evidence }: Attempt): void {
  const isSignedOut = answer.kind === 'problem' && answer.problem === 'signed-out';
  if (isSignedOut && evidence.tokens.length > 0) keepPendingScan(evidence.tokens, Date.now());
}

/** What a screen reader is told of an attempt. */
export function spokenText(i18n: I18n, { title, text }: OutcomeWords): string {
  return [i18n._(msg`${i18n._(title)}.`), ...text.map((one) => i18n._(one))].join(' ');
}

/** Made once, in the browser: another person signing in is another page. */
function useSender(person: CheckInPerson): CheckInSender {
  const { i18n } = useLingui();
  const [sender] = useState(() => createSender(person, agentText(i18n, globalThis.navigator?.userAgent ?? '')));
  useEffect(() => sender.prepare(), [sender]);
  return sender;
}

/** A wrong typed code is said where it was typed. */
function isWrongCode({ evidence, answer }: Attempt): boolean {
  const isBad = answer.kind === 'outcome' && answer.outcome.outcome === 'refused' && answer.outcome.reason === 'bad-code';
  return isBad && evidence.code !== null;
}

/** Wrong codes typed on this page, by class session. */
export type WrongCodes = ReadonlyMap<number, number>;

const oneMore = (counts: WrongCodes, classSessionId: number): WrongCodes =>
  new Map(counts).set(classSessionId, (counts.get(classSessionId) ?? 0) + 1);

/** What is on screen, and what can be done next. */
export function useCheckIn(person: CheckInPerson) {
  const sender = useSender(person);
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const [isSending, setSending] = useState(false);
  const [wrongCodes, setWrongCodes] = useState<WrongCodes>(new Map());

  function finish(ended: Attempt): void {
    keepForLater(ended);
    setSending(false);
    if (isWrongCode(ended)) setWrongCodes((counts) => oneMore(counts, ended.evidence.classSessionId));
    else setAttempt(ended);
  }

  function send(evidence: CheckInEvidence): void {
    setSending(true);
    void sender.send(evidence).then(finish);
  }

  function sendAgain(): void {
    if (!attempt) return;
    setSending(true);
    void sender.sendAgain(attempt).then(finish);
  }

  return { sender, attempt, isSending, wrongCodes, send, sendAgain, finish, startOver: () => setAttempt(null) };
}
