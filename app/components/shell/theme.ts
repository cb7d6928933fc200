/** Light or dark, as this browser's person wants it: kept in a cookie, so that the first page already has it. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'muster_theme';

const YEAR_S = 365 * 24 * 3_600;

/** What a cookie or a form says; anything else follows the system. Never throws. */
export function themeOf(text: string | null | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system';
}

/** The Set-Cookie header that keeps a choice for a year. Scripts may read it: a page that was kept for offline use follows it too. */
export function themeCookie(theme: Theme): string {
  return `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

/** What the document's `data-theme` is; undefined follows the system. */
export function themeAttribute(theme: Theme): 'light' | 'dark' | undefined {
  return theme === 'system' ? undefined : theme;
}

/** Shows the page in a theme. Browser only. */
export function showTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
}

/** Brings a page that was made before the choice in line with it. Browser only. */
export function followThemeCookie(): void {
  const kept = new RegExp(`(?:^|; )${THEME_COOKIE}=(\\w+)`).exec(document.cookie)?.[1];
  showTheme(themeOf(kept));
}
