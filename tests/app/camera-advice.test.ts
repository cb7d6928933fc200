/** How to allow the camera, browser by browser. */
import { expect, test } from 'vitest';
import { cameraAdvice, honestUserAgent } from '#app/components/check-in/camera-advice';
import { i18nOf } from '#app/words/i18n';

const ENGLISH = i18nOf('en');

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const IPHONE_CHROME = IPHONE.replace('Version/18.5', 'CriOS/140.0.0.0');
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

test.each([
  ['Safari on an iPhone', IPHONE, false, 'Website Settings'],
  ['the app on an iPhone’s home screen', IPHONE, true, 'Close Muster completely'],
  ['Chrome on an iPhone', IPHONE_CHROME, false, 'Settings app'],
  ['Chrome on Android', ANDROID, false, 'Permissions'],
  ['the app on Android', ANDROID, true, 'App info'],
  ['Safari on a Mac', MAC, false, 'menu bar'],
  ['Edge on Windows', EDGE, false, 'left end of the address bar'],
  ['Firefox on Linux', FIREFOX, false, 'crossed-out camera'],
  ['something else', 'Lynx/2.9', false, 'settings for this site'],
])('%s', (_name, userAgent, isStandalone, words) => {
  expect(
    cameraAdvice({ userAgent, isStandalone })
      .map((one) => ENGLISH._(one))
      .join(' '),
  ).toContain(words);
});

test('an iPad that says it is a Mac is known by its touch screen', () => {
  expect(
    cameraAdvice({ userAgent: honestUserAgent(MAC, 5), isStandalone: false })
      .map((one) => ENGLISH._(one))
      .join(' '),
  ).toContain('Website Settings');
  expect(honestUserAgent(MAC, 0)).toBe(MAC);
});
