/**
 * Real Chromium for journeys. The system's own is used: `CHROMIUM_PATH`, or where Debian puts it. Its headless shell, where there is
 * one, is the same engine without a browser's window around it, which is all that most journeys need.
 */
import path from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** No sandbox: tests may run as root in a container. The rest keeps Chromium from talking to anyone but the server. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Pages of journeys live for seconds: their code is not worth being made faster, nor tidying up threads of its own. */
const SHORT_LIVED = '--js-flags=--max-opt=1 --single-threaded-gc';

/** Pages that axe goes through from end to end: its code is worth being made faster once. */
const LOOKED_AT = '--js-flags=--max-opt=2 --single-threaded-gc';

function cameraFlags(film: string): string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${path.resolve(film)}`,
  ];
}

/** A school that is reached by a name, at port 80 of nobody's machine: what a proxy and a certificate are to a real one. */
export type NamedSchool = {
  /** `http:`, without a port. */
  baseUrl: string;
  /** Where its server listens. */
  url: string;
};

/** Leads a name to the server that listens, and trusts it as if it had come by https. */
function schoolFlags({ baseUrl, url }: NamedSchool): string[] {
  return [
    `--host-resolver-rules=MAP ${new URL(baseUrl).hostname}:80 ${new URL(url).host}`,
    `--unsafely-treat-insecure-origin-as-secure=${baseUrl}`,
    '--no-proxy-server',
  ];
}

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const HEADLESS_SHELL = process.env.HEADLESS_SHELL_PATH ?? CHROMIUM;

type LaunchOptions = {
  cameraFilm?: string;
  school?: NamedSchool;
  /** Whether code is not worth being made faster. A camera's pictures are searched many times a second: by default, without a camera. */
  isShortLived?: boolean;
  /** Whether axe goes through its pages. */
  isLookedAt?: boolean;
  /** Keeps pages in memory for going back and forward, as people's browsers do and tests' do not. */
  remembersPages?: boolean;
};

/** Browsers of journeys that run one after the other in a process: to start one costs a second. None has a camera or a school of its own. */
const lent = new Map<string, Promise<Browser>>();

/** Once closed it goes on for the next, without what was open in it; it ends with the process. */
function lend(browser: Browser): Browser {
  const close = async () => void (await Promise.all(browser.contexts().map((context) => context.close())));
  return Object.assign(browser, { close });
}

/** A browser of the test's own, as far as it can tell: `await using browser = await launchBrowser()`. Each person is a
 *  `browser.newContext()`.
 *  @param cameraFilm a YUV4MPEG2 film that every page's camera shows; its context needs `permissions: ['camera']`
 *  @param school one that the browser can find */
export async function launchBrowser({
  cameraFilm,
  school,
  isShortLived = !cameraFilm,
  isLookedAt = false,
  remembersPages = false,
}: LaunchOptions = {}): Promise<Browser> {
  const own = [...(cameraFilm ? cameraFlags(cameraFilm) : []), ...(school ? schoolFlags(school) : [])];
  const code = isLookedAt ? [LOOKED_AT] : isShortLived ? [SHORT_LIVED] : [];
  const launch = () =>
    chromium.launch({
      // Only the whole of it can be told to trust a name.
      executablePath: school ? CHROMIUM : HEADLESS_SHELL,
      headless: true,
      ignoreDefaultArgs: remembersPages ? ['--disable-back-forward-cache'] : false,
      args: [...FLAGS, ...code, ...own],
    });
  if (own.length > 0 || remembersPages || !process.env.VITEST) return launch();
  const [kind = ''] = code;
  const known = await lent.get(kind);
  if (known?.isConnected()) return known;
  const browser = launch().then(lend);
  lent.set(kind, browser);
  return browser;
}

/** One person's own browser, without movement, which keeps what it stores in `folder` from one start to the next: close it and launch it
 *  again.
 *  @param cameraFilm as of `launchBrowser`  @param isWhole with all that surrounds pages: what installs them, for one */
export function launchProfile(
  folder: string,
  { cameraFilm, isWhole, ...options }: BrowserContextOptions & { cameraFilm?: string; isWhole?: boolean } = {},
): Promise<BrowserContext> {
  const args = [...FLAGS, ...(cameraFilm ? cameraFlags(cameraFilm) : [SHORT_LIVED])];
  const executablePath = isWhole ? CHROMIUM : HEADLESS_SHELL;
  return chromium.launchPersistentContext(folder, { executablePath, headless: true, args, reducedMotion: 'reduce', ...options });
}
