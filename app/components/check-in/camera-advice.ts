/** How to allow the camera again once it was refused, in the words of the browser in hand. Pure. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
/** How to allow the camera again once it was refused, in the words of the browser in hand. Pure. */

export type Surroundings = {
  userAgent: string;
  /** Opened from the home screen, without the browser's own bars. */
  isStandalone: boolean;
};

const isApple = (userAgent: string) => /\b(iPhone|iPad|iPod)\b/.test(userAgent);

/** iPads say they are Macs; only they have a touch screen.
 *  @param maxTouchPoints `navigator.maxTouchPoints` */
export function honestUserAgent(userAgent: string, maxTouchPoints: number): string {
  return /\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1 ? userAgent.replace('Macintosh', 'iPad') : userAgent;
}

/** Steps in order, each one sentence. Never throws. */
export function cameraAdvice({ userAgent, isStandalone }: Surroundings): MessageDescriptor[] {
  if (isApple(userAgent))
    return isStandalone ? APPLE_APP : /\b(CriOS|FxiOS|EdgiOS)\b/.test(userAgent) ? APPLE_OTHER : APPLE_SAFARI;
  if (/\bAndroid\b/.test(userAgent)) return isStandalone ? ANDROID_APP : ANDROID;
  if (/\bFirefox\//.test(userAgent)) return FIREFOX;
  if (/\b(Chrome|Edg)\//.test(userAgent)) return CHROME;
  return /\bSafari\//.test(userAgent) ? SAFARI : ANY;
}

const APPLE_SAFARI = [
  msg`Tap the page menu at the left end of the address bar, then Website Settings.`,
  msg`Set Camera to Allow.`,
  msg`Come back here and try again.`,
];
const APPLE_APP = [
  msg`Close Muster completely: swipe up, then swipe Muster away.`,
  msg`Open it again and choose Allow when it asks for the camera.`,
  msg`If it does not ask, open this page in Safari instead.`,
];
const APPLE_OTHER = [
  msg`Open the Settings app and choose your browser from the list of apps.`,
  msg`Turn Camera on.`,
  msg`Come back here and try again.`,
];
const ANDROID = [
  msg`Tap the icon at the left end of the address bar, then Permissions.`,
  msg`Allow the camera.`,
  msg`If it is not listed, allow it for your browser in the phone’s settings, under Apps.`,
];
const ANDROID_APP = [
  msg`Hold Muster’s icon on the home screen and tap App info.`,
  msg`Tap Permissions, then allow the camera.`,
  msg`Come back here and try again.`,
];
const CHROME = [
  msg`Click the icon at the left end of the address bar.`,
  msg`Turn the camera on for this site.`,
  msg`If it stays off, allow your browser to use the camera in the computer’s privacy settings.`,
];
const FIREFOX = [
  msg`Click the crossed-out camera beside the address.`,
  msg`Remove the block for the camera.`,
  msg`Try again and choose Allow.`,
];
const SAFARI = [
  msg`In the menu bar choose Safari, then Settings for this website.`,
  msg`Set Camera to Allow.`,
  msg`Come back here and try again.`,
];
const ANY = [msg`Open your browser’s settings for this site.`, msg`Allow the camera.`, msg`Come back here and try again.`];
