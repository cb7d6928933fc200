/** A text as a QR code to draw. The `qrcode` package is loaded when the first one is made. Draws nothing. */
import { QUIET_ZONE, qrPath } from './qr-path';

export type QrCode = {
  /** The dark modules. */
  path: string;
  /** Width in modules, the quiet zone included. */
  size: number;
};

/** The code of `text` at error level M.
 *  @throws Error when the text is too long for any code */
export async function qrCodeOf(text: string): Promise<QrCode> {
  const { create } = await import('qrcode');
  const { data, size } = create(text, { errorCorrectionLevel: 'M' }).modules;
  return { path: qrPath(data, size), size: size + 2 * QUIET_ZONE };
}
