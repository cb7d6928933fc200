/** Who covers a class session; for whoever does, whose it is. */
import { Trans } from '@lingui/react/macro';
import { useFormat } from '#app/words/use-format';
import type { LiveRow } from '#domain/register/day-view';

/** Nothing while it is with its staff. */
export function CoverText({ cover, isCovering, staff }: Pick<LiveRow, 'cover' | 'isCovering' | 'staff'>) {
  const { list } = useFormat();
  if (!cover) return null;
  return isCovering && staff.length > 0 ? <Trans>For {list(staff)}</Trans> : <Trans>Cover: {cover}</Trans>;
}
