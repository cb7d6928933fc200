/** A QR code as a picture. */

import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import type { QrCode } from './qr-code';

export type QrImageProps = {
  /** Null until it is made. */
  code: QrCode | null;
  /** What it is, for those who cannot see it. */
  label?: string;
  className?: string;
};

/** Black on white whatever the theme: readers of codes know nothing else. */
export function QrImage({ code, label, className }: QrImageProps) {
  const { t } = useLingui();
  const size = code?.size ?? 1;
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={code ? (label ?? t`QR code to check in with. It changes every few seconds.`) : t`The QR code is being made.`}
      shapeRendering="crispEdges"
      className={cx('block aspect-square rounded-lg forced-color-adjust-none', className)}
    >
      <rect width={size} height={size} fill="#fff" />
      {code && <path d={code.path} fill="#000" />}
    </svg>
  );
}
