/** Installing the app: the browser's own offer where it makes one, and how far this device is. */
import { createStore } from '#app/components/ui/hooks/store';

/** Chromium's offer; not in TypeScript's library. */
type InstallPrompt = Event & { prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }> };

/** `installed`: it runs as an app. `promptable`: one press installs it. `by-hand`: iOS, by Share → Add to Home Screen.
 *  `unknown`: not known yet, or the browser offers no way. */
export type InstallState = 'installed' | 'promptable' | 'by-hand' | 'unknown';

/** A way to install it that is offered. */
export type OfferProps = { state: 'promptable' | 'by-hand' };
export const installState = createStore<InstallState>('unknown');

/** Whether the person does not want to be asked on the home screen. */
export const isPutOff = createStore(true);
const PUT_OFF = 'muster-install-put-off';

let offered: InstallPrompt | null = null;

type Browser = { userAgent: string; maxTouchPoints: number; isStandalone: boolean };

/** What can be told without the browser's offer. iPads call themselves Macs, which have no touch screen. Never throws. */
export function stateWithoutOffer({ userAgent, maxTouchPoints, isStandalone }: Browser): InstallState {
  if (isStandalone) return 'installed';
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
  return isIos ? 'by-hand' : 'unknown';
}

/** Whether this page runs as an installed app. */
function isStandalone(): boolean {
  const onIos = (navigator as { standalone?: boolean }).standalone === true;
  return onIos || window.matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches;
}

/** Without storage the offer would come back for ever. */
function readPutOff(): boolean {
  try {
    return localStorage.getItem(PUT_OFF) !== null;
  } catch {
    return true;
  }
}

/** Does not offer it on the home screen again. */
export function putOff(): void {
  localStorage.setItem(PUT_OFF, 'yes');
  isPutOff.set(true);
}

/** Follows what the browser offers. Called before the page comes alive: the offer is made once. */
export function followInstall(): void {
  const { userAgent, maxTouchPoints } = navigator;
  isPutOff.set(readPutOff());
  installState.set(stateWithoutOffer({ userAgent, maxTouchPoints, isStandalone: isStandalone() }));
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = event as InstallPrompt;
    installState.set('promptable');
  });
  window.addEventListener('appinstalled', () => {
    offered = null;
    installState.set('installed');
  });
}

/** Shows the browser's offer; it can be used once. */
export async function install(): Promise<void> {
  const prompt = offered;
  offered = null;
  installState.set('unknown');
  await prompt?.prompt();
}
