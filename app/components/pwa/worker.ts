/** The page's side of the service worker: registers it, talks to it, and puts a new version in its place when the person says so. */
import type { Workbox } from 'workbox-window';
import { createStore } from '#app/components/ui/hooks/store';

/** A page that stays open looks for a new version this often, when it is looked at. */
const LOOK_EVERY_MS = 60 * 60_000;

/** `ready`: a new version waits for the person's word. */
export type UpdateState = 'none' | 'ready' | 'applying';
export const updateState = createStore<UpdateState>('none');

let workbox: Workbox | undefined;
let starting: Promise<void> | undefined;

/** What the worker understands; `WARM` answers with the paths the server answered for, `BUILD` with the worker's build. */
type Question = { type: 'FORGET' | 'BUILD' } | { type: 'WARM'; paths: string[] };

/** A browser may end a worker at any time, and then nobody answers. Pages come over slow networks. */
const ANSWER_WITHIN_MS: Record<Question['type'], number> = { BUILD: 5_000, FORGET: 5_000, WARM: 120_000 };

/** Asks the active worker, whether or not it controls this page yet. Undefined without one, or when no answer came in time. */
export async function askWorker(question: Question): Promise<unknown> {
  const worker = (await navigator.serviceWorker?.getRegistration())?.active;
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ANSWER_WITHIN_MS[question.type]);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data);
    };
    worker.postMessage(question, [port2]);
  });
}

/** A new worker takes over with another page's consent too; its build is not this page's then. */
function followUpdates(wb: Workbox): void {
  wb.addEventListener('waiting', () => updateState.set('ready'));
  wb.addEventListener('controlling', ({ isUpdate }) => {
    if (updateState.get() === 'applying') window.location.reload();
    else if (isUpdate) updateState.set('ready');
  });
}

function lookWhenVisible(wb: Workbox): void {
  let lookedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = Date.now();
    void lookForUpdate(wb);
  });
}

/** With no network there is nothing to find. */
async function lookForUpdate(wb: Workbox): Promise<void> {
  await wb.update().catch(() => undefined);
}

/** Workbox comes by itself: the server renders these components too, and cannot load it. */
async function register(): Promise<void> {
  const { Workbox } = await import('workbox-window');
  workbox = new Workbox('/sw.js');
  followUpdates(workbox);
  lookWhenVisible(workbox);
  const registration = await workbox.register({ immediate: true }).catch(() => undefined);
  if (registration) await navigator.serviceWorker.ready;
}

/** Registers the worker, once; resolves when it is active. Does nothing where none is served, and in browsers without workers. Never
 *  rejects. */
export function startWorker(): Promise<void> {
  // In development it is asked for: a kept page hides what was just changed.
  const isServed = import.meta.env.PROD || Boolean(import.meta.env.VITE_SERVICE_WORKER);
  const canStart = isServed && 'serviceWorker' in navigator;
  starting ??= canStart ? register().catch(() => undefined) : Promise.resolve();
  return starting;
}

/** Puts the version that waits in place and reloads the page. */
export async function applyUpdate(): Promise<void> {
  updateState.set('applying');
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration?.waiting) workbox?.messageSkipWaiting();
  else window.location.reload();
}

/** The build of the app this page runs, as Remix names it. In development every page has another name, and there is one worker. */
export function pageBuild(): string {
  if (import.meta.env.DEV) return 'unknown';
  return (globalThis as { __remixManifest?: { version?: string } }).__remixManifest?.version ?? 'unknown';
}
