/** How a mark came about, in a few words. Pure. */
import type { RegisterRow } from '#domain/register/register';

/** "Scanned", "By Ada Mensah"; empty for an unmarked row. Never throws. */
export function sourceText({ status, source, changedBy }: Pick<RegisterRow, 'status' | 'source' | 'changedBy'>): string {
  if (status === null) return '';
  switch (source) {
    case 'qr':
      return 'Scanned';
    case 'code':
      return 'Typed the code';
    case 'offline':
      return 'Scanned offline';
    case 'badge':
      return 'Badge';
    case 'leave':
      return 'On leave';
    case 'auto':
      return 'At closing';
    case 'admin':
    case 'teacher':
    case null:
      return changedBy ? `By ${changedBy}` : '';
  }
}
