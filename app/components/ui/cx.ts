/** Joins class names; what is false, null or undefined is left out. Never throws. */
export function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
