/** Small choices that this browser remembers. Where it keeps nothing, nothing is remembered. */

/** The remembered value, or null. Never throws. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Never throws. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A private window that keeps nothing: the choice holds for this page only.
  }
}
