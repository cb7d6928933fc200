/** A student's badge on the screen: the phone's key found or made, and a new code each time the one shown runs out. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState } from 'react';
import { agentText } from '#app/components/ui/hooks/agent-text';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import { type QrCode, qrCodeOf } from '#app/components/ui/qr/qr-code';
import type { CheckInPerson } from '#app/offline/check-in';
import { knownOffset, onOffset } from '#app/offline/device/clock-offset';
import { type Device, deviceFor } from '#app/offline/device/device-key';
import { measureClockOffset } from '#app/offline/device/measure-clock';
import { type BadgeProblem, badgeAt, badgeProblemOf } from '#app/offline/own-badge';

export type OwnBadge = { step: 'making' } | { step: 'problem'; problem: BadgeProblem } | { step: 'shown'; code: QrCode };

/** Shows one badge after the other until stopped. The offset may become known, or better known, while it runs. */
function turn(device: Device, studentId: number, show: (code: QrCode) => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function showNext(): Promise<void> {
    clearTimeout(timer);
    const now = Date.now() + (knownOffset() ?? 0);
    const { text, until } = await badgeAt(device, studentId, now);
    const code = await qrCodeOf(text);
    if (isStopped) return;
    show(code);
    timer = setTimeout(() => void showNext(), until - now);
  }
  const endListening = onOffset(() => void showNext());
  void showNext();
  void measureClockOffset().catch(() => undefined);
  return () => {
    isStopped = true;
    endListening();
    clearTimeout(timer);
  };
}

/** This phone's key, or why there is none. Asked for again when the network comes back. */
function useDevice({ userId, currentDeviceId }: CheckInPerson) {
  const { i18n } = useLingui();
  const [device, setDevice] = useState<Device | null>(null);
  const [problem, setProblem] = useState<BadgeProblem | null>(null);
  const find = useCallback(() => {
    const owner = { userId, name: agentText(i18n, navigator.userAgent) };
    setProblem(null);
    deviceFor(owner, currentDeviceId).then(setDevice, (error) => setProblem(badgeProblemOf(error)));
  }, [i18n, userId, currentDeviceId]);
  useEffect(find, [find]);
  useEffect(() => {
    if (problem !== 'no-device') return;
    window.addEventListener('online', find);
    return () => window.removeEventListener('online', find);
  }, [problem, find]);
  return { device, problem, retry: find };
}

/** The badge of this moment. It stands still while the page is hidden. */
export function useOwnBadge(person: CheckInPerson): { badge: OwnBadge; retry: () => void } {
  const { device, problem, retry } = useDevice(person);
  const [code, setCode] = useState<QrCode | null>(null);
  const { userId } = person;
  const run = useCallback(() => (device ? turn(device, userId, setCode) : () => undefined), [device, userId]);
  useWhileVisible(run);
  if (problem) return { badge: { step: 'problem', problem }, retry };
  return { badge: code ? { step: 'shown', code } : { step: 'making' }, retry };
}
