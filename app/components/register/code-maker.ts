/** Makes what the screen shows at an instant: the QR of its window and the typed code of its step. The `qrcode` package is loaded when
 *  the first code is made. Draws nothing. */
import { createToken, qrText, TYPED_STEP_MS, typedCodeAt, windowAt, windowStart } from '#domain/rotating-code';
import { QUIET_ZONE, qrPath } from './qr-path';

export type CodeKey = { key: CryptoKey; classSessionId: number; periodMs: number; baseUrl: string };

export type ShownCode = {
  /** The QR's dark modules. */
  path: string;
  /** Width of the QR in modules, the quiet zone included. */
  size: number;
  /** Six digits. */
  typed: string;
  /** Epoch ms on the server at which the typed code changes. */
  typedUntil: number;
};

/** The code for the window that holds `at` (epoch ms on the server). */
export async function codeAt({ key, classSessionId, periodMs, baseUrl }: CodeKey, at: number): Promise<ShownCode> {
  const [{ create }, token, typed] = await Promise.all([
    import('qrcode'),
    createToken(key, classSessionId, windowAt(at, periodMs)),
    typedCodeAt(key, classSessionId, at),
  ]);
  const { data, size } = create(qrText(baseUrl, token), { errorCorrectionLevel: 'M' }).modules;
  const typedUntil = (Math.floor(at / TYPED_STEP_MS) + 1) * TYPED_STEP_MS;
  return { path: qrPath(data, size), size: size + 2 * QUIET_ZONE, typed, typedUntil };
}

/** Epoch ms at which the window that holds `at` ends. */
export function windowEnd(at: number, periodMs: number): number {
  return windowStart(windowAt(at, periodMs) + 1, periodMs);
}
