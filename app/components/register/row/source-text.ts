/** How a mark came about, in a few words. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RegisterRow } from '#domain/register/register';

/** "Scanned", "By Ada Mensah", "You"; empty for an unmarked row. Never throws.
 *  @param reader the name of whoever reads it */
export function sourceText(
  i18n: I18n,
  { status, source, changedBy }: Pick<RegisterRow, 'status' | 'source' | 'changedBy'>,
  reader: string | null = null,
): string {
  if (status === null) return '';
  switch (source) {
    case 'qr':
      return i18n._(msg`Scanned`);
    case 'code':
      return i18n._(msg`Typed the code`);
    case 'offline':
      return i18n._(msg`Scanned offline`);
    case 'badge':
      return i18n._(msg`Badge`);
    case 'leave':
      return i18n._(msg`On leave`);
    case 'auto':
      return i18n._(msg`At closing`);
    case 'admin':
    case 'teacher':
    case null:
      if (!changedBy) return '';
      return changedBy === reader ? i18n._(msg`You`) : i18n._(msg`By ${changedBy}`);
  }
}
