/** A browser's own description in words a person recognises. Good enough to tell one's phone from a stranger's laptop. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** The first that matches counts: later names also call themselves by the earlier ones' less specific marks. */
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];

const nameIn = (names: [RegExp, string][], userAgent: string) => names.find(([mark]) => mark.test(userAgent))?.[1];

/** "Chrome on Android", or as much of it as can be told. Never throws. */
export function agentText(i18n: I18n, userAgent: string): string {
  const browser = nameIn(BROWSERS, userAgent) ?? i18n._(msg`A browser`);
  const system = nameIn(SYSTEMS, userAgent);
  return system ? i18n._(msg`${browser} on ${system}`) : browser;
}

/** Whether it is a phone's or tablet's browser. Never throws. */
export function isHandheld(userAgent: string): boolean {
  return /Mobi|Android|iPhone|iPad/.test(userAgent);
}
