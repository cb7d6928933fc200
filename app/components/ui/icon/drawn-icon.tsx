/** Icons in what is built: one element, whose drawing React takes as it is. `server/cli/icons-plugin.ts` puts it in the place of
 *  `lucide-react`'s own, which works out nine attributes each time it is shown. */
import type { SVGProps } from 'react';
import { cx } from '#app/components/ui/cx';

export type DrawnIconProps = Omit<SVGProps<SVGSVGElement>, 'ref'>;

/** @param drawing what stands within `svg`, of 24 × 24 units  @param kind a class that styles know it by */
export function drawnIcon(drawing: string, kind = '') {
  return ({ className, strokeWidth, ...rest }: DrawnIconProps) => (
    <svg
      className={cx('drawn-icon', kind, className)}
      viewBox="0 0 24 24"
      style={strokeWidth === undefined ? undefined : { strokeWidth }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: the build wrote it.
      dangerouslySetInnerHTML={{ __html: drawing }}
      {...rest}
    />
  );
}
