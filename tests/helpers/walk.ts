/** A walk through screens: each is looked at on a phone in the light, and the same page, not loaded again, on a desktop in the dark and on
 *  paper. */
import type { Page } from 'playwright-core';
import { type Looks, PHONE, tell } from './journey';
import { changeAtOnce, paperProblems, sightOf } from './look';

/** A walk goes through many screens. */
export const WALK_TIMEOUT_MS = 600_000;

const DEVICES = {
  phone: { size: { width: 390, height: 844 }, colorScheme: 'light', hasFinger: true },
  desktop: { size: { width: 1440, height: 900 }, colorScheme: 'dark', hasFinger: false },
} as const;
export type Device = keyof typeof DEVICES;

/** What the context of a walk is opened with: the finger comes and goes with the device. */
export const WALKER: Looks = { ...PHONE, hasTouch: false };

/** Makes the page one on the screen of a phone, or of a desktop. */
async function turner(page: Page): Promise<(device: Device) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  return async (device) => {
    const { size, colorScheme, hasFinger } = DEVICES[device];
    await Promise.all([
      devtools.send('Emulation.setTouchEmulationEnabled', { enabled: hasFinger }),
      page.setViewportSize(size),
      page.emulateMedia({ colorScheme, media: 'screen' }),
    ]);
  };
}

export type Walk = {
  /** What else is wrong with the page as it stands, on a phone. */
  read: (name: string) => Promise<void>;
  /** Reads the page and looks at it on both and on paper, and leaves it on the phone. */
  see: (name: string) => Promise<void>;
  /** Makes the page one on a phone, or on a desktop. */
  turn: (device: Device) => Promise<void>;
  /** Looks at a page that cannot be turned: one that fills its screen. */
  lookOn: (device: Device, name: string) => Promise<void>;
  /** All that was wrong so far, so that one run names it all. */
  problems: string[];
};

/** Begins a walk with a page that was opened with `WALKER`.
 *  @param findMore what else may be wrong with a screen, on a phone */
export async function walk(page: Page, findMore: (page: Page) => Promise<string[]> = async () => []): Promise<Walk> {
  const turn = await turner(page);
  await turn('phone');
  const problems: string[] = [];
  const lookAs = async (device: Device, name: string, isAgain: boolean) => {
    const { problems: found, remarks } = await sightOf(page, isAgain);
    problems.push(...found.map((problem) => `${name}, ${device}: ${problem}`));
    for (const remark of remarks) tell(`${name}, ${device}: ${remark}`);
  };
  const lookOn = (device: Device, name: string) => lookAs(device, name, false);
  const findWith = async (name: string) => {
    problems.push(...(await findMore(page)).map((problem) => `${name}: ${problem}`));
  };
  const read = async (name: string) => {
    await findWith(name);
    await turn('phone');
  };
  const see = async (name: string) => {
    await changeAtOnce(page);
    await lookOn('phone', name);
    await findWith(name);
    await turn('desktop');
    await lookAs('desktop', name, true);
    problems.push(...(await paperProblems(page)).map((problem) => `${name}, on paper: ${problem}`));
    await turn('phone');
  };
  return { read, see, turn, lookOn, problems };
}
